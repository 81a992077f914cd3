import { describe, expect, it } from 'vitest';
import { inhibit } from '../../../src/alert/stages/inhibit.ts';
import { candidateOf } from '../../../src/alert/stages/route.ts';
import type { Incident } from '../../../src/core/incident.ts';
import { INCIDENT_STATUSES } from '../../../src/core/incident.ts';
import { candidates, entryFor, item, state } from './candidates.ts';
import { incident, KEY, NIGHT, SESSION } from './samples.ts';

const small = incident({ id: 'inc-small', severity: 'high', score: 60, credentials: [SESSION] });
const wide = incident({ id: 'inc-wide', credentials: [KEY, SESSION] });

function inhibited(one: Incident, ...open: readonly Incident[]): boolean {
  return inhibit(candidates(one), state({ open: [...open, one] }), NIGHT).dropped.length > 0;
}

describe('inhibit', () => {
  it('leaves out what is part of a wider and at least as severe incident, and names it', () => {
    const sorted = inhibit(candidates(small), state({ open: [small, wide] }), NIGHT);

    expect(sorted.pass).toEqual([]);
    expect(sorted.dropped.map((one) => one.why)).toEqual(['covered: part of inc-wide, which is at least as severe']);
  });

  it.each([
    ['the wider one is less severe', small, incident({ ...wide, severity: 'medium' })],
    ['the wider one has a lower score', small, incident({ ...wide, score: 59 })],
    ['it has a credential of its own', incident({ ...small, credentials: [SESSION, 'aws:other'] }), wide],
    ['the other is in another account', small, incident({ ...wide, account: '444455556666' })],
    ['the other is at another provider', small, incident({ ...wide, provider: 'other' })],
    ['it names no credential at all', incident({ ...small, credentials: [] }), wide],
    ['it is history, which has a digest of its own', incident({ ...small, historical: true }), wide],
  ])('but not when %s', (_name, one, other) => {
    expect(inhibited(one, other)).toBe(false);
  });

  it('lets exactly one of two equals speak', () => {
    const first = incident({ id: 'inc-a', openedAt: NIGHT });
    const second = incident({ id: 'inc-b', openedAt: NIGHT + 1 });
    const twin = incident({ id: 'inc-c', openedAt: NIGHT });

    expect([inhibited(first, second), inhibited(second, first)]).toEqual([false, true]);
    expect([inhibited(first, twin), inhibited(twin, first)]).toEqual([false, true]);
  });

  it.each(INCIDENT_STATUSES)('reminds of an incident that is %s only while nobody is on it', (status) => {
    const one = incident({ status });
    const reminder = candidateOf('chat', item({ incident: one, entry: entryFor(one, { reason: 'repeat' }) }));

    expect(inhibit([reminder], state({ open: [one] }), NIGHT).pass).toHaveLength(status === 'open' ? 1 : 0);
  });

  it('takes single incidents out of a digest and lets the others go', () => {
    const [a] = candidates(small);
    const [b] = candidates(incident({ id: 'inc-own', credentials: ['aws:own'] }));
    if (a === undefined || b === undefined) throw new Error('no candidates');

    const sorted = inhibit([{ ...a, mode: 'digest', items: [...a.items, ...b.items] }], state({ open: [wide] }), NIGHT);

    expect(sorted.pass.map((one) => one.items.map((each) => each.incident.id))).toEqual([['inc-own']]);
    expect(sorted.dropped.map((one) => one.candidate.items[0]?.incident.id)).toEqual(['inc-small']);
  });
});
