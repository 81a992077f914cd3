import { describe, expect, it } from 'vitest';
import type { Silence } from '../../../src/alert/policy.ts';
import { silence } from '../../../src/alert/stages/silence.ts';
import { HOUR } from '../../../src/core/time.ts';
import { candidates, state } from './candidates.ts';
import { incident, KEY, NIGHT } from './samples.ts';

const base: Silence = { id: 's1', from: NIGHT - HOUR, until: NIGHT + HOUR, owner: 'ana', reason: 'load test' };

function muted(change: Partial<Silence>, one = incident(), at = NIGHT): boolean {
  return silence(candidates(one), state({}, { silences: [{ ...base, ...change }] }), at).held.length > 0;
}

describe('silence', () => {
  it('holds, with who said so, why and until when', () => {
    const sorted = silence(
      candidates(incident()),
      state({}, { silences: [{ ...base, account: '111122223333' }] }),
      NIGHT,
    );

    expect(sorted.held.map((one) => one.why)).toEqual(['silenced: until 2026-11-23T04:12:00Z by ana: load test']);
    expect(sorted.dropped).toEqual([]);
  });

  it('begins and ends on time', () => {
    const one = { account: '111122223333' };

    expect(
      [NIGHT - HOUR - 1, NIGHT - HOUR, NIGHT + HOUR - 1, NIGHT + HOUR].map((at) => muted(one, incident(), at)),
    ).toEqual([false, true, true, false]);
  });

  it.each([
    ['incident', { incident: 'inc-7f3a9c2e' }, true],
    ['another incident', { incident: 'inc-00000000' }, false],
    ['account', { account: '111122223333' }, true],
    ['another account', { account: '444455556666' }, false],
    ['provider', { provider: 'aws' }, true],
    ['another provider', { provider: 'other' }, false],
    ['credential', { credential: KEY }, true],
    ['pattern of credentials', { credential: 'aws:AKIA*' }, true],
    ['pattern in the middle', { credential: 'aws:*WATCH*01' }, true],
    ['pattern that does not fit', { credential: 'aws:*XYZ*01' }, false],
    ['pattern whose ends overlap', { credential: `${KEY}*${KEY}` }, false],
    ['two fields, one of which differs', { account: '111122223333', credential: 'aws:other' }, false],
    ['nothing at all', {}, false],
  ])('by %s', (_name, change, expected) => {
    expect(muted(change)).toBe(expected);
  });

  it('of a detector holds only where that detector alone made the incident', () => {
    const part = { detector: 'first-network-for-key', points: 25, times: 1, reason: 'new' };
    const alone = incident({ parts: [part] });
    const more = incident({ parts: [part, { ...part, detector: 'logging-cut' }] });

    expect(muted({ detector: part.detector }, alone)).toBe(true);
    expect(muted({ detector: part.detector }, more)).toBe(false);
  });
});
