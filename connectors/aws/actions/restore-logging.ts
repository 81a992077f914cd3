import { DescribeTrailsCommand, GetTrailStatusCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { ActionDeclaration, ActionPerformer, Verification } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { principalOf } from './arn.ts';
import { call, callOrNull } from './call.ts';
import type { Hands } from './hands.ts';

export const restoreLogging: ActionDeclaration = {
  id: 'aws.restore-logging',
  title: 'Turn CloudTrail logging back on',
  capability: 'restore',
  mode: 'auto',
  // Logging was on before the intruder came: there is nothing that one would want back.
  risk: 'harmless',
  needs: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:StartLogging'],
  order: 10,
  caution:
    'What happened while logging was off is in no trail; event history (90 days, management events) still has it.',
  target: (credential, context) => {
    const { event } = context;
    if (event === undefined || event.action !== 'StopLogging' || event.outcome !== 'success' || event.target === '')
      return null;
    const parts = /^arn:[^:]+:cloudtrail:([^:]+):(\d{12}):trail\/(.+)$/.exec(event.target);
    const account = parts?.[2] ?? principalOf(credential.actor)?.account ?? credential.account;
    const trail = parts?.[3] ?? event.target;
    return {
      key: `${account}/${trail}`,
      account,
      label: `trail ${trail}`,
      params: { trail, region: parts?.[1] ?? '' },
    };
  },
  plan: (target) => [
    {
      service: 'cloudtrail',
      operation: 'DescribeTrails',
      params: { trail: target.params['trail'] ?? '' },
      effect: 'read',
    },
    {
      service: 'cloudtrail',
      operation: 'StartLogging',
      params: { Name: target.params['trail'] ?? '' },
      effect: 'write',
    },
  ],
};

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
