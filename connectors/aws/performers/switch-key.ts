import type { ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import type { Millis } from '../../../src/core/time.ts';
import { call } from './call.ts';
import type { Hands } from './hands.ts';

/** IAM changes take 3 to 4 s to be listed everywhere. */
const ASK_AGAIN: Millis = 2_000;

export type KeyStatus = 'Active' | 'Inactive' | 'gone';

/** How the keys of one kind are looked at and switched. */
export interface KeySwitch {
  /** Short, for people. */
  name(target: ActionTarget): string;
  status(target: ActionTarget): Promise<KeyStatus>;
  /** Idempotent. */
  set(target: ActionTarget, status: 'Active' | 'Inactive'): Promise<void>;
}

/** Turns a key on or off. A key that is gone counts as off. */
export function switchPerformer(hands: Hands, keys: KeySwitch, wanted: 'Active' | 'Inactive'): ActionPerformer {
  return {
    risk: 'reversible',
    prepare: async (target) => ({ status: await keys.status(target) }),
    apply: async (target, _key, before) => {
      if (before['status'] !== 'gone') await keys.set(target, wanted);
      return { at: hands.clock.now(), fields: { was: before['status'] ?? '' } };
    },
    verify: async (target): Promise<Verification> => {
      const status = await keys.status(target);
      const name = keys.name(target);
      if (status === 'gone' && wanted === 'Inactive')
        return { kind: 'verified', evidence: `IAM no longer lists ${name}` };
      if (status === 'gone') return { kind: 'failed', reason: `${name} has been deleted` };
      if (status === wanted) return { kind: 'verified', evidence: `IAM lists ${name} as ${wanted}` };
      return { kind: 'not-yet', reason: `IAM lists ${name} as ${status}`, retryAfter: ASK_AGAIN };
    },
    undo: async (target, _receipt, before) => {
      const was = before['status'];
      if (was !== 'Active' && was !== 'Inactive') return;
      await call(`put ${target.label} back to ${was}`, () => keys.set(target, was));
    },
  };
}
