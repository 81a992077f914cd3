import type { DeliveryRecord } from '../core/ports.ts';
import type { SendResult } from '../core/sink.ts';
import type { Millis } from '../core/time.ts';
import type { Candidate, Item } from './candidate.ts';
import type { AlertConfig } from './policy.ts';
import { writeSentState } from './sent-state.ts';

/** What is written before the call. A crash after it makes the next attempt say that it may be a repeat. */
export function attemptRecord(candidate: Candidate, item: Item, now: Millis): DeliveryRecord {
  return { ...base(candidate, item, now), result: 'attempting', detail: candidate.reason, nextAt: null };
}

/** A failed attempt is final when even the newest entry of the message has been waiting too long. */
export function settle(candidate: Candidate, result: SendResult, config: AlertConfig, now: Millis): SendResult {
  const newest = Math.max(...candidate.items.map((item) => item.entry.at));
  if (result.kind !== 'retry' || now - newest < config.giveUpAfter) return result;
  const attempts = Math.max(...candidate.items.map((item) => item.attempts)) + 1;
  return { kind: 'rejected', reason: `gave up after ${attempts} attempts: ${result.reason}` };
}

/** What is written after it: final, or with the time of the next attempt. */
export function resultRecord(
  candidate: Candidate,
  item: Item,
  result: SendResult,
  config: AlertConfig,
  now: Millis,
): DeliveryRecord {
  const shared = base(candidate, item, now);
  if (result.kind === 'sent')
    return {
      ...shared,
      result: 'sent',
      detail: writeSentState(candidate.mode, item.incident, result.receipt),
      nextAt: null,
    };
  if (result.kind === 'rejected') return { ...shared, result: 'rejected', detail: result.reason, nextAt: null };
  const wait = Math.max(result.after, backoff(shared.attempt, config));
  return { ...shared, result: 'retry', detail: result.reason, nextAt: now + wait };
}

export function suppressedRecord(candidate: Candidate, item: Item, why: string, now: Millis): DeliveryRecord {
  return { ...base(candidate, item, now), attempt: item.attempts, result: 'suppressed', detail: why, nextAt: null };
}

/** Doubles from the first wait to the longest. */
export function backoff(attempt: number, config: AlertConfig): Millis {
  return Math.min(config.backoff.most, config.backoff.first * 2 ** Math.min(30, Math.max(0, attempt - 1)));
}

function base(
  candidate: Candidate,
  item: Item,
  now: Millis,
): Pick<DeliveryRecord, 'entry' | 'sink' | 'attempt' | 'at'> {
  return { entry: item.entry.id, sink: candidate.sink, attempt: item.attempts + 1, at: now };
}
