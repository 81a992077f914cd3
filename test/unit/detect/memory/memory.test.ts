import { describe, expect, it } from 'vitest';
import {
  hasSeen,
  isKnown,
  learnUse,
  learnValue,
  MAX_VALUES,
  newCell,
  noteHabit,
  type Seen,
} from '../../../../src/detect/memory/cell.ts';
import { baselineOf, describeBaseline } from '../../../../src/detect/memory/learning.ts';
import { Memory } from '../../../../src/detect/memory/memory.ts';
import { AWAY, committed, DAY, HOUR, MINUTE, routine, START, storyEngine } from '../support/story.ts';

const seen = (value: string, part: Partial<Seen> = {}): Seen => ({
  value,
  owner: '',
  first: START,
  last: START,
  count: 1,
  suspect: false,
  ...part,
});

describe('memory of one credential', () => {
  it('counts uses, days and long silences', () => {
    const cell = newCell('key/a', START);
    for (const at of [START, START + MINUTE, START + 2 * HOUR, START + 2 * DAY]) learnUse(cell, at);

    expect(cell).toMatchObject({ count: 4, days: 2, first: START, last: START + 2 * DAY });
    expect(cell.gaps).toEqual([2 * HOUR - MINUTE, 2 * DAY - 2 * HOUR]);
  });

  it('ends the same when events come late', () => {
    const ordered = newCell('key/a', START);
    const late = newCell('key/a', START + DAY);
    for (const at of [START, START + DAY]) learnUse(ordered, at);
    for (const at of [START + DAY, START]) learnUse(late, at);

    expect([late.first, late.last, late.count]).toEqual([ordered.first, ordered.last, ordered.count]);
  });

  it('remembers the busiest hour', () => {
    const cell = newCell('key/a', START);
    for (let index = 0; index < 10; index += 1) learnUse(cell, START + index * MINUTE);
    learnUse(cell, START + 3 * HOUR);

    expect([cell.hourPeak, cell.hourCount]).toEqual([10, 1]);
  });

  it('makes room by forgetting the value unused for longest', () => {
    const list: Seen[] = [];
    for (let index = 0; index <= MAX_VALUES; index += 1) learnValue(list, seen(`v${index}`, { last: START + index }));

    expect(list).toHaveLength(MAX_VALUES);
    expect(list.some((item) => item.value === 'v0')).toBe(false);
  });

  it('does not take suspect values for normal, however often they come', () => {
    const list: Seen[] = [];
    learnValue(list, seen('AS64666', { suspect: true }));
    learnValue(list, seen('AS64666'));

    expect(isKnown(list, 'AS64666')).toBe(false);
    expect(hasSeen(list, 'AS64666')).toBe(true);
  });

  it('knows a network by its owner, where both have numbers', () => {
    const list = [seen('AS64500', { owner: 'Home' }), seen('10.0.0.0/16', { owner: 'private network' })];

    expect(isKnown(list, 'AS64599', 'Home')).toBe(true);
    expect(isKnown(list, '10.9.0.0/16', 'private network')).toBe(false);
  });

  it('counts a habit once a day', () => {
    const cell = newCell('key/a', START);
    const days = [0, 0, 1, 2, 1].map((day) => noteHabit(cell, 'sweep', START + day * DAY));

    expect(days).toEqual([0, 0, 1, 2, 2]);
    expect(noteHabit(null, 'sweep', START)).toBe(0);
  });
});

describe('baselines', () => {
  const used = (times: readonly number[]): ReturnType<typeof newCell> => {
    const cell = newCell('key/a', START);
    for (const at of times) learnUse(cell, at);
    return cell;
  };

  it.each([
    ['nine events', Array.from({ length: 9 }, (_, index) => START + index), 'none'],
    ['ten events', Array.from({ length: 10 }, (_, index) => START + index), 'thin'],
    ['fifty events in a minute', Array.from({ length: 50 }, (_, index) => START + index), 'thin'],
    ['fifty events over hours', Array.from({ length: 50 }, (_, index) => START + index * 5 * MINUTE), 'settled'],
    ['a week on three days', [START, START + 3 * DAY, START + 7 * DAY], 'settled'],
    ['a week on two days', [START, START + 7 * DAY], 'none'],
  ] as const)('%s is %s', (_, times, baseline) => {
    expect(baselineOf(used(times))).toBe(baseline);
  });

  it('is put into words', () => {
    expect(describeBaseline(used([START]))).toBe('1 event on 1 day');
    expect(describeBaseline(used([START, START + DAY]))).toBe('2 events on 2 days');
  });
});

describe('days of use', () => {
  it('are counted once each, in order or from the newest back', () => {
    const days = [0, 1, 1, 2, 5].map((day) => START + day * DAY);

    const counted = [days, days.toReversed()].map((times) => {
      const cell = newCell('key/a', times[0] ?? START);
      for (const time of times) learnUse(cell, time);
      return cell.days;
    });

    expect(counted).toEqual([4, 4]);
  });

  it('do not include the day of a stamp, and go on from the records', () => {
    const engine = storyEngine();
    const stamp = {
      alias: 'acme:KEY0001',
      kind: 'key',
      actor: 'user/ci-deploy',
      account: '',
      state: 'active',
    } as const;
    const times = { createdAt: START - 30 * DAY, expiresAt: null, lastUsed: START, lastUsedDetail: '' };
    engine.noteInventory([{ ...stamp, ...times }], START);
    engine.accept(committed([...routine(8), { at: START, context: { address: AWAY } }], 1));
    const [finding] = engine.advance('all').findings;

    expect(finding?.reason).toContain('33 events on 8 days');
  });

  it('of a habit are counted in the same way', () => {
    const cell = newCell('key/a', START);
    const before = [3, 2, 2, 4].map((day) => noteHabit(cell, 'sweep', START + day * DAY));

    expect(before).toEqual([0, 1, 1, 2]);
  });
});

describe('memory of all credentials', () => {
  it('hands the baseline on to a successor, without what is suspect', () => {
    const memory = new Memory(10);
    const old = memory.cell('key/old', START);
    learnUse(old, START);
    learnUse(old, START + 8 * DAY);
    learnValue(old.networks, seen('AS64500'));
    learnValue(old.networks, seen('AS64666', { suspect: true }));
    memory.inherit('key/old', 'key/new');

    const heir = memory.get('key/new');
    expect(heir?.networks.map((item) => item.value)).toEqual(['AS64500']);
    expect([heir?.first, heir?.count]).toEqual([START, 2]);
  });

  it('inherits nothing from a stranger', () => {
    const memory = new Memory(10);
    memory.inherit('key/unknown', 'key/new');

    expect(memory.get('key/new')).toBeUndefined();
  });

  it('forgets passing session names after two weeks, and keys never', () => {
    const memory = new Memory(10);
    for (const key of ['who/role/passing', 'who/role/steady', 'key/a']) learnUse(memory.cell(key, START), START);
    learnUse(memory.cell('who/role/steady', START), START + DAY);
    memory.sweep(START + 20 * DAY);

    expect([...memory.cells()].map((cell) => cell.key)).toEqual(['who/role/steady', 'key/a']);
  });

  it('drops the longest silent when it is over its limit', () => {
    const memory = new Memory(2);
    for (const [index, key] of ['key/a', 'key/b', 'key/c'].entries())
      learnUse(memory.cell(key, START), START + index * DAY);
    learnUse(memory.cell('key/a', START), START + 9 * DAY);
    memory.sweep(START + 9 * DAY);

    expect([...memory.cells()].map((cell) => cell.key)).toEqual(['key/a', 'key/c']);
  });

  it('gives each action one number, and stops counting at a limit', () => {
    const memory = new Memory(2);

    expect([memory.action('a'), memory.action('b'), memory.action('a')]).toEqual([0, 1, 0]);
    expect(memory.actionNames()).toEqual(['a', 'b']);
  });
});
