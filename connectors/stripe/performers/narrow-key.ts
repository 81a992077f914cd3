import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Hands } from './hands.ts';
import { askManagedKey } from './managed-key.ts';

export function narrowKeyPerformer(hands: Hands): ActionPerformer {
  const { narrowTo } = hands.managedKeys;
  return {
    risk: 'reversible',
    prepare: async (target) => {
      const { connectPermissions, permissions } = await askManagedKey(hands, target, 'look at');
      // Without a list there is nothing to put back, and an empty one would change nothing.
      if (permissions.length === 0) throw notNarrowable(target);
      return { permissions: permissions.join(','), connect: connectPermissions.join(',') };
    },
    apply: async (target, idempotencyKey, before) => {
      const body = permissionsOf([narrowTo], before['connect'] === '' ? [] : [narrowTo]);
      await askManagedKey(hands, target, 'narrow', { body, idempotencyKey });
      return { at: hands.clock.now(), fields: { was: before['permissions'] ?? '' } };
    },
    verify: async (target) => {
      const { connectPermissions, permissions } = await askManagedKey(hands, target, 'look at');
      const left = [...new Set([...permissions, ...connectPermissions])];
      if (left.length === 1 && left[0] === narrowTo)
        return { kind: 'verified', evidence: `Stripe lists ${target.label} with ${narrowTo} and nothing else` };
      return { kind: 'not-yet', reason: `Stripe lists ${target.label} with ${left.join(', ')}`, retryAfter: 1_000 };
    },
    undo: async (target, _receipt, before) => {
      const [permissions, connect] = [listIn(before['permissions']), listIn(before['connect'])];
      if (permissions.length === 0) return;
      await askManagedKey(hands, target, 'give back the permissions of', { body: permissionsOf(permissions, connect) });
    },
  };
}

function permissionsOf(permissions: readonly string[], connect: readonly string[]): object {
  return { permissions, ...(connect.length === 0 ? {} : { connect_permissions: connect }) };
}

function listIn(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(',');
}

function notNarrowable(target: ActionTarget): AppError {
  return new AppError(`Stripe lists no permissions of ${target.label}, so none can be taken`, {
    code: 'STRIPE_KEY_NOT_NARROWABLE',
    kind: 'unsupported',
    hint: 'Rotate it in the Dashboard: the guided step of this plan says where.',
  });
}
