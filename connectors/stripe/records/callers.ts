import type { StripeCaller } from '../config.ts';
import type { Json } from '../json.ts';
import type { CallerNote } from './annotation.ts';
import { requestOf } from './event-request.ts';

const NOBODY: CallerNote = Object.freeze({ credential: '', mode: '' });

/**
 * Who the caller says to be: the longest prefix wins. Without a key it is none of the services, which all send one: so
 * does whoever calls by hand. Null where the convention says nothing about the event.
 */
export function callerOf(event: Json, callers: readonly StripeCaller[]): CallerNote | null {
  if (callers.length === 0) return null;
  const { by, idempotencyKey } = requestOf(event);
  if (by !== 'request') return null;
  const fitting = callers.filter(({ prefix }) => idempotencyKey.startsWith(prefix));
  const best = fitting.toSorted((a, b) => b.prefix.length - a.prefix.length)[0];
  return best === undefined ? NOBODY : { credential: best.credential, mode: best.mode };
}
