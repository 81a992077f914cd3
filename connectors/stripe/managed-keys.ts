import type { Json } from './json.ts';
import { listOf, textOf } from './json.ts';
import { momentOf } from './records/record-time.ts';

/** What may be known of a managed key. The answers that it comes from hold its secret in clear. */
export interface ManagedKey {
  readonly id: string;
  readonly status: string;
  /** Null where it has no end. */
  readonly expiresAt: number | null;
  readonly permissions: readonly string[];
  readonly connectPermissions: readonly string[];
}

/** Takes the few fields that are allowed out of an answer, whatever else is in it. */
export function managedKeyIn(answer: Json): ManagedKey {
  return {
    id: textOf(answer['id']),
    status: textOf(answer['status']),
    expiresAt: momentOf(answer['expires_at']),
    permissions: namesIn(answer['permissions']),
    connectPermissions: namesIn(answer['connect_permissions']),
  };
}

function namesIn(value: unknown): readonly string[] {
  return listOf(value).filter(
    (name): name is string => typeof name === 'string' && /^[a-z][a-z0-9_.:*]{1,99}$/.test(name),
  );
}
