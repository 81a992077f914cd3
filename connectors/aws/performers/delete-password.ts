import { DeleteLoginProfileCommand, GetLoginProfileCommand } from '@aws-sdk/client-iam';
import type { ActionPerformer } from '../../../src/core/action.ts';
import { callOrNull } from './call.ts';
import type { Hands } from './hands.ts';

export function deletePasswordPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const { user = '' } = target.params;
      const done = await callOrNull(`delete the console password of user ${user}`, () =>
        hands.iam(target.account).send(new DeleteLoginProfileCommand({ UserName: user })),
      );
      return { at: hands.clock.now(), fields: { found: done === null ? 'no' : 'yes' } };
    },
    verify: async (target) => {
      const { user = '' } = target.params;
      const found = await callOrNull(`look for the console password of user ${user}`, () =>
        hands.iam(target.account).send(new GetLoginProfileCommand({ UserName: user })),
      );
      if (found === null) return { kind: 'verified', evidence: `IAM lists no password for user ${user}` };
      return { kind: 'not-yet', reason: `IAM still lists a password for user ${user}`, retryAfter: 2_000 };
    },
  };
}
