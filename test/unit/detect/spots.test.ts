import { describe, expect, it } from 'vitest';
import { addEntry, countCall, peekWindow, recentCalls, SPOT_SEPARATOR, Spots } from '../../../src/detect/spots.ts';
import { makeEvidence } from '../../support/findings.ts';
import { HOME, MINUTE, OFFICE, START } from './support/story.ts';

const keyOf = (lineage: string, address: string): string => lineage + SPOT_SEPARATOR + address;
const entry = (at: number, value: string) => ({ at, value, weight: 1, evidence: makeEvidence() });

describe('what was counted under one name of a credential', () => {
  it('counts under the other, address by address', () => {
    const spots = new Spots();
    const [one, other] = [spots.spot(keyOf('number', HOME)), spots.spot(keyOf('hash', HOME))];
    addEntry(one, 'copies', 10 * MINUTE, entry(START + 2, 'b'));
    addEntry(other, 'copies', 10 * MINUTE, entry(START + 1, 'a'));
    addEntry(spots.spot(keyOf('number', OFFICE)), 'copies', 10 * MINUTE, entry(START, 'c'));
    for (const spot of [one, other]) countCall(spot, START);
    spots.join('number', 'hash');

    const joined = spots.spot(keyOf('hash', HOME));
    expect(peekWindow(joined, 'copies')?.entries.map(({ value }) => value)).toEqual(['a', 'b']);
    expect(recentCalls(joined)).toBe(2);
    expect(peekWindow(spots.spot(keyOf('hash', OFFICE)), 'copies')?.entries).toHaveLength(1);
    expect(peekWindow(spots.spot(keyOf('number', HOME)), 'copies')).toBeUndefined();
  });

  it('leaves names alone that only begin alike', () => {
    const spots = new Spots();
    addEntry(spots.spot(keyOf('number-7', HOME)), 'copies', MINUTE, entry(START, 'a'));
    spots.join('number', 'hash');

    expect(peekWindow(spots.spot(keyOf('number-7', HOME)), 'copies')?.entries).toHaveLength(1);
  });
});
