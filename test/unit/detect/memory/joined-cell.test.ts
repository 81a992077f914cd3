import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/detect/memory/cell.ts';
import {
  learnAction,
  learnPlace,
  learnUse,
  learnValue,
  newCell,
  noteHabit,
} from '../../../../src/detect/memory/cell.ts';
import { joinedCell } from '../../../../src/detect/memory/joined-cell.ts';
import { Memory } from '../../../../src/detect/memory/memory.ts';
import { DAY, HOUR, START } from '../support/story.ts';

function cellOf(key: string, days: readonly number[], network: string, suspect = false): Cell {
  const cell = newCell(key, START);
  for (const day of days) learnUse(cell, START + day * DAY);
  learnValue(cell.networks, { value: network, owner: '', first: START, last: START, count: days.length, suspect });
  return cell;
}

describe('two memories of one credential', () => {
  it('are one memory: uses add up, and what either has seen is known', () => {
    const [one, other] = [cellOf('key/one', [0, 1, 2], 'AS1'), cellOf('key/other', [4, 5], 'AS2')];
    learnAction(one, 7);
    learnAction(other, 9);
    learnPlace(one, 'acme/shop');
    noteHabit(other, 'sweep', START);
    const joined = joinedCell(one, other);

    expect(joined).toMatchObject({ key: 'key/other', count: 5, days: 5, last: START + 5 * DAY, places: ['acme/shop'] });
    expect(joined.networks.map(({ value }) => value)).toEqual(['AS2', 'AS1']);
    expect(new Set(joined.actions)).toEqual(new Set([7, 9]));
    expect(joined.habits).toHaveProperty('sweep');
  });

  it('have no more days than lie between first and last use', () => {
    expect(joinedCell(cellOf('key/one', [0, 1, 2], 'AS1'), cellOf('key/other', [0, 1, 2], 'AS1')).days).toBe(3);
  });

  it('hold suspect what either holds suspect', () => {
    const joined = joinedCell(cellOf('key/one', [0], 'AS1', true), cellOf('key/other', [0], 'AS1'));

    expect(joined.networks).toMatchObject([{ value: 'AS1', suspect: true, count: 2 }]);
  });

  it('count the busiest hour of both', () => {
    const [one, other] = [newCell('a', START), newCell('b', START)];
    for (const cell of [one, other]) for (let use = 0; use < 3; use += 1) learnUse(cell, START + HOUR + use);

    expect(joinedCell(one, other).hourPeak).toBe(6);
  });

  it('leave one of them behind', () => {
    const memory = new Memory(10);
    learnUse(memory.cell('key/one', START), START);
    memory.join('key/one', 'key/other');
    memory.join('key/unknown', 'key/other');

    expect([...memory.cells()].map(({ count, key }) => [key, count])).toEqual([['key/other', 1]]);
  });
});
