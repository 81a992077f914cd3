import type { Incident } from '../core/incident.ts';
import type { OutboxEntry } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import type { AlertState } from './candidate.ts';
import { sentKey } from './candidate.ts';
import { readSentState } from './sent-state.ts';
import { modeOf, refusalOf } from './stages/route.ts';

/**
 * Entries that nothing new calls for, but time does: open, unacknowledged pages that a sink heard
 * of longer than the repeat interval ago, and incidents that came to page by many small steps.
 * The ids are made of what is said, so that making them twice makes them once.
 */
export function reminders(sinks: readonly string[], state: AlertState, now: Millis): readonly OutboxEntry[] {
  const entries = new Map<string, OutboxEntry>();
  for (const incident of state.open.filter(wantsReminder)) {
    for (const sink of sinks) {
      const entry = reminderFor(incident, sink, state, now);
      if (entry !== null) entries.set(entry.id, entry);
    }
  }
  return [...entries.values()];
}

/** It pages, and nobody has said yet that they are on it. */
export function wantsReminder(incident: Incident): boolean {
  return incident.status === 'open' && modeOf(incident) === 'page';
}

function reminderFor(incident: Incident, sink: string, state: AlertState, now: Millis): OutboxEntry | null {
  if (refusalOf(incident, sink, state.config) !== null) return null;
  const key = sentKey(incident.id, sink);
  const last = state.lastSent.get(key);
  const onlyInDigest = last !== undefined && readSentState(last.detail)?.mode === 'digest';
  if (onlyInDigest || (last === undefined && state.withheld.has(key)))
    return { id: `${incident.id}/pages`, incident: incident.id, reason: 'severity-raised', at: now };
  if (last === undefined) return null;
  if (now - last.at < state.config.repeatInterval) return null;
  return { id: `${incident.id}/repeat/${last.at}`, incident: incident.id, reason: 'repeat', at: now };
}
