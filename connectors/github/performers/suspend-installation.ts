import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { installationsOf } from './find-installation.ts';
import type { Hands } from './hands.ts';

const ROUTE = '/app/installations/{installation_id}/suspended';

/** Only the app itself may do it. Those that were suspended before stay so when it is undone. */
export function suspendInstallationPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'reversible',
    prepare: async (target) => {
      const found = await installationsOf(hands, target);
      if (found.length === 0) throw notOurs(target);
      const active = found.filter(({ isSuspended }) => !isSuspended);
      return { active: active.map(({ id }) => id).join(' ') };
    },
    apply: async (target) => {
      const active = (await installationsOf(hands, target)).filter(({ isSuspended }) => !isSuspended);
      for (const { api, id } of active) {
        await api.ask(`suspend the ${target.label}`, `PUT ${ROUTE}`, { parameters: { installation_id: id } });
      }
      return { at: hands.clock.now(), fields: { suspended: active.map(({ id }) => id).join(' ') } };
    },
    verify: async (target) => {
      const found = await installationsOf(hands, target);
      const left = found.filter(({ isSuspended }) => !isSuspended).map(({ id }) => id);
      if (left.length > 0)
        return { kind: 'not-yet', reason: `GitHub lists the ${target.label} as active`, retryAfter: 2_000 };
      return { kind: 'verified', evidence: `GitHub lists the ${target.label} as suspended, or not at all` };
    },
    undo: async (target, _receipt, { active = '' }) => {
      const ours = new Set(active.split(' '));
      for (const { api, id, isSuspended } of await installationsOf(hands, target)) {
        if (!isSuspended || !ours.has(id)) continue;
        await api.ask(`take the ${target.label} up again`, `DELETE ${ROUTE}`, { parameters: { installation_id: id } });
      }
    },
  };
}

function notOurs(target: ActionTarget): AppError {
  return new AppError(`the ${target.label} is of no app that Keywatch can speak for`, {
    code: 'GITHUB_APP_UNKNOWN',
    kind: 'unsupported',
    hint: 'Name the app and its private key under connectors.github.respond.apps, or have an owner of the organisation suspend it in the settings under GitHub Apps.',
  });
}
