import type { Incident } from '../../core/incident.ts';
import type { Millis } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';
import type { Stage } from '../candidate.ts';
import type { Silence } from '../policy.ts';
import { perItem } from './sort-items.ts';

/** Holds what a silence mutes: when it ends, what is still worth saying is said. */
export const silence: Stage = perItem(({ incident }, _candidate, { config }, now) => {
  const muting = config.silences.find((one) => isActive(one, now) && matches(one, incident));
  if (muting === undefined) return null;
  return { kind: 'held', why: `silenced: until ${isoTime(muting.until)} by ${muting.owner}: ${muting.reason}` };
});

function isActive(one: Silence, now: Millis): boolean {
  return one.from <= now && now < one.until;
}

/** A detector's silence holds only where that detector alone made the incident. */
function matches(one: Silence, incident: Incident): boolean {
  const tests = [
    one.incident === undefined || one.incident === incident.id,
    one.account === undefined || one.account === incident.account,
    one.provider === undefined || one.provider === incident.provider,
    one.detector === undefined || incident.parts.every((part) => part.detector === one.detector),
    one.credential === undefined || incident.credentials.some((alias) => like(alias, one.credential ?? '')),
  ];
  const named = [one.incident, one.account, one.provider, one.detector, one.credential].some(
    (field) => field !== undefined,
  );
  return named && tests.every(Boolean);
}

function like(text: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return text === pattern;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
