import type { ActionTarget } from '../../../src/core/action.ts';
import { targetParams } from '../actions/names.ts';
import type { ManagedKey } from '../managed-keys.ts';
import { managedKeyIn } from '../managed-keys.ts';
import type { Hands } from './hands.ts';

/** Reads the target's key, or changes it. Of the answer nothing but the allowed fields goes on. */
export async function askManagedKey(
  hands: Hands,
  target: ActionTarget,
  what: string,
  change?: { readonly action?: 'expire'; readonly body?: object; readonly idempotencyKey?: string },
): Promise<ManagedKey> {
  const path = `/v2/iam/api_keys/${encodeURIComponent(targetParams(target).id)}`;
  const answer = await hands.askApp(target, `${what} ${target.label}`, {
    method: change === undefined ? 'GET' : 'POST',
    path: change?.action === undefined ? path : `${path}/${change.action}`,
    version: hands.managedKeys.version,
    context: target.account,
    ...(change?.body === undefined ? {} : { body: { ...change.body } }),
    ...(change?.idempotencyKey === undefined ? {} : { idempotencyKey: change.idempotencyKey }),
  });
  return managedKeyIn(answer);
}
