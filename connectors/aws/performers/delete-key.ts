import { DeleteAccessKeyCommand } from '@aws-sdk/client-iam';
import type { ActionPerformer, Verification } from '../../../src/core/action.ts';
import { shortKey } from '../actions/arn.ts';
import { keyParams } from '../actions/key-target.ts';
import { callOrNull } from './call.ts';
import type { Hands } from './hands.ts';
import { keyStatus } from './key-state.ts';

export function deleteKeyPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const { user, id } = keyParams(target);
      const done = await callOrNull(`delete access key ${shortKey(id)} of user ${user}`, () =>
        hands.iam(target.account).send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: id })),
      );
      return { at: hands.clock.now(), fields: { found: done === null ? 'no' : 'yes' } };
    },
    verify: async (target): Promise<Verification> => {
      const { user, id } = keyParams(target);
      const status = await keyStatus(hands, target.account, user, id);
      if (status === 'gone') return { kind: 'verified', evidence: `IAM no longer lists ${shortKey(id)}` };
      return { kind: 'not-yet', reason: `IAM still lists ${shortKey(id)} as ${status}`, retryAfter: 2_000 };
    },
  };
}
