import { SEVERITIES } from '../../core/event.ts';
import type { Incident } from '../../core/incident.ts';
import type { Stage } from '../candidate.ts';
import { perItem } from './sort-items.ts';

const HANDLED = new Set<Incident['status']>(['acknowledged', 'contained', 'verified', 'closed']);

/** Leaves out what another message says better, and reminders of what a person has in hand. */
export const inhibit: Stage = perItem(({ entry, incident }, _candidate, { open }) => {
  if (entry.reason === 'repeat' && HANDLED.has(incident.status))
    return { kind: 'dropped', why: `in-hand: no reminder, the incident is ${incident.status}` };
  const wider = open.find((other) => covers(other, incident));
  return wider === undefined
    ? null
    : { kind: 'dropped', why: `covered: part of ${wider.id}, which is at least as severe` };
});

/** Of two that cover each other, the one opened first (then the smaller id) speaks. */
function covers(wider: Incident, incident: Incident): boolean {
  if (wider.id === incident.id || incident.historical || incident.credentials.length === 0) return false;
  if (wider.provider !== incident.provider || wider.account !== incident.account) return false;
  if (SEVERITIES.indexOf(wider.severity) < SEVERITIES.indexOf(incident.severity)) return false;
  if (wider.score < incident.score) return false;
  if (!contains(wider, incident)) return false;
  const same = wider.severity === incident.severity && wider.score === incident.score && contains(incident, wider);
  if (!same) return true;
  return wider.openedAt < incident.openedAt || (wider.openedAt === incident.openedAt && wider.id < incident.id);
}

function contains(wider: Incident, incident: Incident): boolean {
  const credentials = new Set(wider.credentials);
  return incident.credentials.every((alias) => credentials.has(alias));
}
