import type { ActionPerformer, ActionTarget } from '../../core/action.ts';
import type { SecretStore } from '../../core/connector.ts';
import { AppError } from '../../core/errors.ts';
import type { EngineHost } from './host.ts';

/** Hands an issued credential to one consumer through the secret store that holds it. */
export function deliverPerformer(context: EngineHost): ActionPerformer {
  return {
    risk: 'reversible',
    prepare: async (target) => (await (await storeFor(context, target)).prepare?.(placeOf(target))) ?? {},
    apply: async (target, key) => {
      const secrets = context.kept(target.params['from'] ?? '')?.secrets;
      if (secrets === undefined) throw lost(target);
      const store = await storeFor(context, target);
      return { at: context.deps.clock.now(), fields: await store.deliver(placeOf(target), secrets, key) };
    },
    reconcile: async (target, key, before) => {
      const store = await storeFor(context, target);
      const fields = await store.reconcile?.(placeOf(target), key, before);
      return fields === undefined || fields === null ? null : { at: context.deps.clock.now(), fields };
    },
    verify: async (target, receipt) => {
      const store = await storeFor(context, target);
      if (store.confirm !== undefined) return store.confirm(placeOf(target), receipt.fields);
      const secrets = context.kept(target.params['from'] ?? '')?.secrets;
      if (secrets === undefined) return { kind: 'unproven', reason: 'delivered before a restart, not read back' };
      const stored = (await store.read(placeOf(target))).reveal();
      const whole = Object.values(secrets).every((part) => stored.includes(part.reveal()));
      if (whole) return { kind: 'verified', evidence: `read back from ${target.key}` };
      return { kind: 'not-yet', reason: `${target.key} does not show the successor yet`, retryAfter: 2000 };
    },
    undo: async (target, receipt, before) => {
      await (await storeFor(context, target)).rollback(placeOf(target), { ...before, ...receipt.fields });
    },
  };
}

function placeOf(target: ActionTarget): string {
  return target.params['target'] ?? '';
}

async function storeFor(context: EngineHost, target: ActionTarget): Promise<SecretStore> {
  const connector = target.params['store'] ?? '';
  const store = (await context.actor(connector)).secretStore;
  if (store !== undefined) return store;
  throw new AppError(`connector ${connector} has no secret store to deliver ${target.label} to`, {
    code: 'SECRET_STORE_MISSING',
    kind: 'config',
    hint: 'Name a connector with a secret store in the consumer binding of the credential.',
  });
}

function lost(target: ActionTarget): AppError {
  return new AppError(`the successor for ${target.label} is no longer in memory`, {
    code: 'SECRET_LOST',
    kind: 'our-bug',
    hint: 'Resume the run: it deletes the orphan and makes another successor.',
  });
}
