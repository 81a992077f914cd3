import { SEVERITIES } from '../../core/event.ts';
import type { Incident } from '../../core/incident.ts';
import type { DeliveryRecord } from '../../core/ports.ts';
import type { AlertReason } from '../../core/sink.ts';
import type { Millis } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';
import type { AlertState, Aside, Candidate, Item, Mode, Stage } from '../candidate.ts';
import { sentKey } from '../candidate.ts';
import { readSentState } from '../sent-state.ts';

/** What to do about one incident, with the named reason that travels into message and record. */
export type Decision =
  | { readonly kind: 'send'; readonly reason: AlertReason }
  | { readonly kind: 'held' | 'dropped'; readonly why: string };

/** Compares with what this sink was told last. Every sent message carries the reason found here. */
export const dedup: Stage = (candidates, state, now) => {
  const pass: Candidate[] = [];
  const asides = { held: [] as Aside[], dropped: [] as Aside[] };
  for (const candidate of candidates) {
    const kept: Item[] = [];
    const reasons = new Set<AlertReason>();
    for (const item of candidate.items) {
      const decision = decide(item, candidate, state, now);
      if (decision.kind === 'send') {
        kept.push(item);
        reasons.add(decision.reason);
      } else asides[decision.kind].push({ candidate: { ...candidate, items: [item] }, why: decision.why });
    }
    if (kept.length > 0)
      pass.push({ ...candidate, items: kept, reason: candidate.mode === 'digest' ? 'digest' : strongest(reasons) });
  }
  return { pass, ...asides };
};

function decide(item: Item, candidate: Candidate, state: AlertState, now: Millis): Decision {
  const { incident } = item;
  const last = state.lastSent.get(sentKey(incident.id, candidate.sink));
  if (last === undefined) {
    if (incident.status === 'closed') return { kind: 'dropped', why: 'closed: before it was told' };
    return { kind: 'send', reason: 'first' };
  }
  if (item.unfinished && item.entry.at >= last.at) return { kind: 'send', reason: item.entry.reason };
  const change = changeSince(last, incident, candidate.mode);
  if (
    change === 'new-evidence' &&
    candidate.mode === 'page' &&
    !state.flush &&
    now - last.at < state.config.groupInterval
  )
    return { kind: 'held', why: `group-interval: last told at ${isoTime(last.at)}` };
  if (change !== null) return { kind: 'send', reason: change };
  if (item.entry.reason === 'person-awaited' || item.entry.reason === 'deadline-missed')
    return { kind: 'send', reason: item.entry.reason };
  if (item.entry.reason !== 'repeat')
    return { kind: 'dropped', why: `already-told: nothing new since ${isoTime(last.at)}` };
  if (now - last.at < state.config.repeatInterval)
    return { kind: 'dropped', why: `repeat-interval: last told at ${isoTime(last.at)}` };
  return { kind: 'send', reason: 'repeat' };
}

function changeSince(last: DeliveryRecord, incident: Incident, mode: Mode): AlertReason | null {
  const told = readSentState(last.detail);
  if (told === null) return 'new-evidence';
  if (mode === 'page' && told.mode === 'digest') return 'severity-raised';
  if (SEVERITIES.indexOf(incident.severity) > SEVERITIES.indexOf(told.severity)) return 'severity-raised';
  if (incident.status !== told.status) return 'status-changed';
  return incident.findings.length > told.findings ? 'new-evidence' : null;
}

const STRENGTH: readonly AlertReason[] = [
  'first',
  'severity-raised',
  'deadline-missed',
  'status-changed',
  'new-evidence',
  'person-awaited',
  'repeat',
  'digest',
];

function strongest(reasons: ReadonlySet<AlertReason>): AlertReason {
  return STRENGTH.find((reason) => reasons.has(reason)) ?? 'new-evidence';
}
