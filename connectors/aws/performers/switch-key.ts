import type { ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import type { Millis } from '../../../src/core/time.ts';
import { shortKey } from '../actions/arn.ts';
import { keyParams } from '../actions/key-target.ts';
import { call } from './call.ts';
import type { Hands } from './hands.ts';
import { keyStatus, setKeyStatus } from './key-state.ts';

/** IAM changes take 3 to 4 s to be listed everywhere. */
const ASK_AGAIN: Millis = 2_000;

/** Turns a key on or off. A key that is gone counts as off. */
export function switchPerformer(hands: Hands, wanted: 'Active' | 'Inactive'): ActionPerformer {
  const statusOf = (target: ActionTarget): Promise<'Active' | 'Inactive' | 'gone'> => {
    const { user, id } = keyParams(target);
    return keyStatus(hands, target.account, user, id);
  };
  const set = async (target: ActionTarget, status: 'Active' | 'Inactive'): Promise<void> => {
    const { user, id } = keyParams(target);
    await setKeyStatus(hands, target.account, user, id, status);
  };
  return {
    risk: 'reversible',
    prepare: async (target) => ({ status: await statusOf(target) }),
    apply: async (target, _key, before) => {
      if (before['status'] !== 'gone') await set(target, wanted);
      return { at: hands.clock.now(), fields: { was: before['status'] ?? '' } };
    },
    verify: async (target): Promise<Verification> => {
      const status = await statusOf(target);
      const name = shortKey(keyParams(target).id);
      if (status === 'gone' && wanted === 'Inactive')
        return { kind: 'verified', evidence: `IAM no longer lists ${name}` };
      if (status === 'gone') return { kind: 'failed', reason: `${name} has been deleted` };
      if (status === wanted) return { kind: 'verified', evidence: `IAM lists ${name} as ${wanted}` };
      return { kind: 'not-yet', reason: `IAM lists ${name} as ${status}`, retryAfter: ASK_AGAIN };
    },
    undo: async (target, _receipt, before) => {
      const was = before['status'];
      if (was !== 'Active' && was !== 'Inactive') return;
      await call(`put ${target.label} back to ${was}`, () => set(target, was));
    },
  };
}
