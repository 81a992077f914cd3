import { createHash } from 'node:crypto';
import type { AlertGroup } from '../core/sink.ts';
import type { Millis } from '../core/time.ts';
import type { Candidate } from './candidate.ts';
import { incidentsOf } from './candidate.ts';

/** The message of a candidate that passed every stage. */
export function alertGroup(candidate: Candidate, at: Millis): AlertGroup {
  const incidents = [...incidentsOf(candidate)].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return {
    id: groupId(candidate),
    reason: candidate.reason,
    incidents,
    maybeRepeat: candidate.items.some((item) => item.unfinished || item.attempts > 0),
    at,
  };
}

/** The same entries for the same sink are the same message, so a receiver can tell a repeat. */
function groupId(candidate: Candidate): string {
  const entries = candidate.items.map((item) => item.entry.id).sort();
  const digest = createHash('sha256')
    .update([candidate.sink, candidate.mode, ...entries].join('\n'))
    .digest('hex');
  return `msg-${digest.slice(0, 16)}`;
}
