import type { ActionPerformer } from '../../../src/core/action.ts';
import { findHook } from './find-hook.ts';
import type { Hands } from './hands.ts';

export function switchOffHookPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'reversible',
    prepare: async (target) => {
      const { hook, path } = await findHook(hands, target);
      return { path, active: String(hook['active'] === true) };
    },
    apply: async (target, _key, { path = '' }) => {
      await hands.api.ask(`switch ${target.label} off`, `PATCH ${path}`, { parameters: { active: false } });
      return { at: hands.clock.now(), fields: { path } };
    },
    verify: async (target) => {
      const { hook } = await findHook(hands, target);
      if (hook['active'] === false) return { kind: 'verified', evidence: `GitHub lists ${target.label} as inactive` };
      return { kind: 'not-yet', reason: `GitHub lists ${target.label} as active`, retryAfter: 2_000 };
    },
    undo: async (target, _receipt, { active = '', path = '' }) => {
      if (active !== 'true') return;
      await hands.api.ask(`switch ${target.label} on again`, `PATCH ${path}`, { parameters: { active: true } });
    },
  };
}
