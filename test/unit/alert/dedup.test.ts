import { describe, expect, it } from 'vitest';
import type { AlertState, Candidate } from '../../../src/alert/candidate.ts';
import { sentKey } from '../../../src/alert/candidate.ts';
import { readSentState, writeSentState } from '../../../src/alert/sent-state.ts';
import { dedup } from '../../../src/alert/stages/dedup.ts';
import { candidateOf } from '../../../src/alert/stages/route.ts';
import type { Incident } from '../../../src/core/incident.ts';
import type { DeliveryRecord } from '../../../src/core/ports.ts';
import type { AlertReason } from '../../../src/core/sink.ts';
import { DAY, MINUTE } from '../../../src/core/time.ts';
import { entryFor, item, state } from './candidates.ts';
import { finding, incident, NIGHT } from './samples.ts';

/** State in which `before` was told to `chat` at NIGHT. */
function told(before: Incident, mode: 'page' | 'digest' = 'page', change: Partial<AlertState> = {}): AlertState {
  const record: DeliveryRecord = {
    entry: 'e',
    sink: 'chat',
    attempt: 1,
    at: NIGHT,
    result: 'sent',
    detail: writeSentState(mode, before, '200 ok'),
    nextAt: null,
  };
  return state({ lastSent: new Map([[sentKey(before.id, 'chat'), record]]), ...change });
}

function about(one: Incident, reason: AlertReason = 'new-evidence', at = NIGHT + 1): Candidate {
  return candidateOf('chat', item({ incident: one, entry: entryFor(one, { id: `e-${reason}`, reason, at }) }));
}

const before = incident({ severity: 'high', score: 120, findings: [finding()] });
const more = { ...before, findings: [finding(), finding({ id: 'fnd-2' })] };

describe('dedup names its reason', () => {
  it('first, when the sink never heard of it, whatever the entry says', () => {
    expect(dedup([about(before, 'new-evidence')], state(), NIGHT).pass.map((one) => one.reason)).toEqual(['first']);
  });

  it.each([
    ['severity-raised', { ...more, severity: 'critical' as const }, 'page'],
    ['status-changed', { ...before, status: 'contained' as const }, 'page'],
    ['severity-raised', before, 'digest'],
  ] as const)('%s, without waiting', (reason, now, mode) => {
    expect(dedup([about(now)], told(before, mode), NIGHT + 1).pass.map((one) => one.reason)).toEqual([reason]);
  });

  it('new-evidence, once the group interval has passed', () => {
    const early = dedup([about(more)], told(before), NIGHT + 5 * MINUTE - 1);
    const due = dedup([about(more)], told(before), NIGHT + 5 * MINUTE);

    expect(early.held.map((one) => one.why)).toEqual(['group-interval: last told at 2026-11-23T03:12:00Z']);
    expect(due.pass.map((one) => one.reason)).toEqual(['new-evidence']);
  });

  it('new-evidence at once when flushing', () => {
    expect(dedup([about(more)], told(before, 'page', { flush: true }), NIGHT + 1).pass).toHaveLength(1);
  });

  it.each(['person-awaited', 'deadline-missed'] as const)('%s, although nothing else is new', (reason) => {
    const handled = { ...before, status: 'contained' as const };
    expect(dedup([about(handled, reason)], told(handled), NIGHT + 1).pass.map((one) => one.reason)).toEqual([reason]);
  });

  it('repeat, once the repeat interval has passed', () => {
    const early = dedup([about(before, 'repeat')], told(before), NIGHT + DAY - 1);
    const due = dedup([about(before, 'repeat')], told(before), NIGHT + DAY);

    expect(early.dropped.map((one) => one.why)).toEqual(['repeat-interval: last told at 2026-11-23T03:12:00Z']);
    expect(due.pass.map((one) => one.reason)).toEqual(['repeat']);
  });

  it('digest for every digest', () => {
    expect(dedup([about({ ...before, historical: true })], state(), NIGHT).pass.map((one) => one.reason)).toEqual([
      'digest',
    ]);
  });

  it('the strongest, when several entries became one page', () => {
    const two = {
      ...about(before, 'repeat'),
      items: [...about(before, 'repeat').items, ...about({ ...more, severity: 'critical' }).items],
    };

    expect(dedup([two], told(before), NIGHT + DAY).pass.map((one) => one.reason)).toEqual(['severity-raised']);
  });
});

describe('dedup keeps quiet', () => {
  it('when nothing is new, and says since when', () => {
    const sorted = dedup([about(before)], told(before), NIGHT + DAY);

    expect(sorted.pass).toEqual([]);
    expect(sorted.dropped.map((one) => one.why)).toEqual(['already-told: nothing new since 2026-11-23T03:12:00Z']);
  });

  it('when an incident was closed before anybody was told', () => {
    expect(dedup([about({ ...before, status: 'closed' })], state(), NIGHT).dropped.map((one) => one.why)).toEqual([
      'closed: before it was told',
    ]);
  });

  it('but tells the end of what it told the beginning of', () => {
    expect(
      dedup([about({ ...before, status: 'closed' })], told(before), NIGHT + 1).pass.map((one) => one.reason),
    ).toEqual(['status-changed']);
  });

  it('when less evidence or a lower severity is left', () => {
    expect(dedup([about({ ...before, severity: 'low', findings: [] })], told(before), NIGHT + DAY).pass).toEqual([]);
  });
});

describe('dedup after a crash', () => {
  it('repeats a message whose end is not known', () => {
    const unfinished = candidateOf(
      'chat',
      item({ incident: before, entry: entryFor(before, { at: NIGHT + 1 }), unfinished: true }),
    );

    expect(dedup([unfinished], told(before), NIGHT + 2).pass).toHaveLength(1);
  });

  it('but not when a later message has told it since', () => {
    const unfinished = candidateOf(
      'chat',
      item({ incident: before, entry: entryFor(before, { at: NIGHT - 1 }), unfinished: true }),
    );

    expect(dedup([unfinished], told(before), NIGHT + 2).pass).toEqual([]);
  });
});

describe('what a sink was told last', () => {
  it('is read back from the record', () => {
    expect(readSentState(writeSentState('digest', more, '200 ok; page critical open 9 findings; '))).toEqual({
      mode: 'digest',
      severity: 'high',
      status: 'open',
      findings: 2,
    });
  });

  it.each([
    '',
    'written',
    'page critical open many findings; x',
    'page terrible open 1 findings; x',
    'page low gone 1 findings; x',
  ])('is unknown from %j', (detail) => {
    expect(readSentState(detail)).toBeNull();
  });

  it('counts as evidence when it is unknown', () => {
    const known = told(before);
    const unreadable = new Map(
      [...known.lastSent].map(([key, record]) => [key, { ...record, detail: 'written by hand' }]),
    );

    expect(
      dedup([about(before)], { ...known, lastSent: unreadable }, NIGHT + DAY).pass.map((one) => one.reason),
    ).toEqual(['new-evidence']);
  });
});
