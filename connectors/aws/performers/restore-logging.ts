import { DescribeTrailsCommand, GetTrailStatusCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { ActionPerformer, Verification } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { call, callOrNull } from './call.ts';
import type { Hands } from './hands.ts';

export function restoreLoggingPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'harmless',
    prepare: (target) => findTrail(hands, target.account, target.params['trail'] ?? '', target.params['region'] ?? ''),
    apply: async (target, _key, before) => {
      const { arn = '', region = '' } = before;
      await call(`start logging of ${target.label}`, () =>
        hands.cloudTrail(target.account, region).send(new StartLoggingCommand({ Name: arn })),
      );
      return { at: hands.clock.now(), fields: { arn, region } };
    },
    verify: async (target, receipt): Promise<Verification> => {
      const { arn = '', region = '' } = receipt.fields;
      const status = await callOrNull(`read the status of ${target.label}`, () =>
        hands.cloudTrail(target.account, region).send(new GetTrailStatusCommand({ Name: arn })),
      );
      if (status === null) return { kind: 'failed', reason: `${target.label} is gone` };
      if (status.IsLogging === true)
        return { kind: 'verified', evidence: `CloudTrail says that ${target.label} is logging` };
      return { kind: 'not-yet', reason: `${target.label} is not logging yet`, retryAfter: 2_000 };
    },
  };
}

/** StartLogging works in the trail's home region alone, which log records of the stop need not name. */
async function findTrail(
  hands: Hands,
  account: string,
  trail: string,
  region: string,
): Promise<Readonly<Record<string, string>>> {
  const regions = region === '' ? hands.regionsOf(account) : [region];
  for (const asked of regions) {
    const found = await call(`look for trail ${trail} in ${asked}`, () =>
      hands.cloudTrail(account, asked).send(new DescribeTrailsCommand({ includeShadowTrails: true })),
    );
    const match = found.trailList?.find((one) => one.Name === trail || one.TrailARN === trail);
    if (match !== undefined) return { arn: match.TrailARN ?? trail, region: match.HomeRegion ?? asked };
  }
  throw new AppError(`trail ${trail} is in none of the regions ${regions.join(', ')} of account ${account}`, {
    code: 'AWS_TRAIL_NOT_FOUND',
    kind: 'not-found',
    hint: 'If it was deleted, make it again from your own templates; if it lives elsewhere, add its region to the configuration.',
  });
}
