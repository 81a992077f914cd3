import type { Incident } from '../core/incident.ts';
import type { OutboxEntry } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import type { AlertState } from './candidate.ts';
import { sentKey } from './candidate.ts';
import { modeOf } from './stages/route.ts';

/**
 * Entries for open, unacknowledged pages that a sink heard of longer than the repeat interval ago.
 * The id carries the time of that message, so that making them twice makes them once.
 */
export function reminders(sinks: readonly string[], state: AlertState, now: Millis): readonly OutboxEntry[] {
  const entries = new Map<string, OutboxEntry>();
  for (const incident of state.open.filter(wantsReminder)) {
    for (const sink of sinks) {
      const last = state.lastSent.get(sentKey(incident.id, sink));
      if (last === undefined || now - last.at < state.config.repeatInterval) continue;
      const id = `${incident.id}/repeat/${last.at}`;
      entries.set(id, { id, incident: incident.id, reason: 'repeat', at: now });
    }
  }
  return [...entries.values()];
}

/** Nobody has said yet that they are on it. */
export function wantsReminder(incident: Incident): boolean {
  return incident.status === 'open' && modeOf(incident) === 'page';
}
