import { StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { call } from './call.ts';
import { findTrail, isLogging } from './find-trail.ts';
import type { Hands } from './hands.ts';

export function restoreLoggingPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'harmless',
    prepare: async (target) => {
      const found = await findTrail(hands, target);
      if (found === null) throw notFound(target);
      return { ...found };
    },
    apply: async (target, _key, before) => {
      const { arn = '', region = '' } = before;
      await call(`start logging of ${target.label}`, () =>
        hands.cloudTrail(target.account, region).send(new StartLoggingCommand({ Name: arn })),
      );
      return { at: hands.clock.now(), fields: { arn, region } };
    },
    verify: async (target, receipt): Promise<Verification> => {
      const { arn = '', region = '' } = receipt.fields;
      const logging = await isLogging(hands, target, { arn, region });
      if (logging === null) return { kind: 'failed', reason: `${target.label} is gone` };
      if (logging) return { kind: 'verified', evidence: `CloudTrail says that ${target.label} is logging` };
      return { kind: 'not-yet', reason: `${target.label} is not logging yet`, retryAfter: 2_000 };
    },
  };
}

function notFound(target: ActionTarget): AppError {
  return new AppError(`${target.label} is in no region of account ${target.account} that we know of`, {
    code: 'AWS_TRAIL_NOT_FOUND',
    kind: 'not-found',
    hint: 'If it was deleted, make it again from your own templates; if it lives elsewhere, add its region to the configuration.',
  });
}
