import type { Millis } from '../../core/time.ts';
import { SECOND } from '../../core/time.ts';
import type { Aside, Candidate, Stage } from '../candidate.ts';
import type { AlertConfig } from '../policy.ts';

/**
 * One page an incident, with all that is waiting about it; one digest a sink for the rest.
 * Both wait until their oldest entry has waited long enough; what is critical or was tried
 * before waits for nothing.
 */
export const group: Stage = (candidates, { config, flush }, now) => {
  const groups = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const subject = candidate.mode === 'page' ? (candidate.items[0]?.incident.id ?? '') : '';
    const key = `${candidate.sink}\u0000${candidate.mode}\u0000${subject}`;
    const known = groups.get(key);
    groups.set(key, known === undefined ? candidate : { ...known, items: [...known.items, ...candidate.items] });
  }
  const pass: Candidate[] = [];
  const held: Aside[] = [];
  for (const candidate of groups.values()) {
    const due = dueAt(candidate, config);
    if (flush || due <= now) pass.push(candidate);
    else held.push({ candidate, why: `collecting: due in ${Math.ceil((due - now) / SECOND)} s` });
  }
  return { pass, held, dropped: [] };
};

function dueAt({ items, mode }: Candidate, { groupWait, digestWait }: AlertConfig): Millis {
  if (items.some((item) => item.attempts > 0 || item.unfinished)) return -Infinity;
  if (mode === 'page' && items.some((item) => item.incident.severity === 'critical')) return -Infinity;
  return Math.min(...items.map((item) => item.entry.at)) + (mode === 'page' ? groupWait : digestWait);
}
