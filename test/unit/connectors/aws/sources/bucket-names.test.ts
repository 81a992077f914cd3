import { describe, expect, it } from 'vitest';
import { isFolders, layoutOf } from '../../../../../connectors/aws/sources/bucket-names.ts';
import { DAY, MINUTE } from '../../../../../src/core/time.ts';

const AT = Date.UTC(2026, 2, 4, 9, 7, 30);
const MIDNIGHT = Date.UTC(2026, 2, 4);

describe('folders by time', () => {
  it.each(['YYYY/MM/DD', 'YYYY/MM/DD/', 'YYYY/MM/DD/HH/mm', 'dt=YYYY-MM-DD', 'year=YYYY/month=MM/day=DD/hour=HH'])(
    'may be named %s',
    (text) => expect(isFolders(text)).toBe(true),
  );

  it.each(['', 'YYYY/MM', 'DD/MM/YYYY', 'YYYY/DD/MM', 'YYYY/MM/DD/mm', '/YYYY/MM/DD', 'YYYYMMDD', 'audit'])(
    'may not be named %j: names would not sort by time',
    (text) => expect(isFolders(text)).toBe(false),
  );

  it('have one for each day, which is listed as a whole', () => {
    expect(layoutOf('YYYY/MM/DD').day('acme/', AT)).toBe('acme/2026/03/04/');
    expect(layoutOf('YYYY/MM/DD/HH/mm').day('', AT)).toBe('2026/03/04/');
    expect(layoutOf('dt=YYYY-MM-DD/hour=HH').day('x/', AT)).toBe('x/dt=2026-03-04/');
    expect(layoutOf('YYYY/MM/DD-HH').day('', AT)).toBe('2026/03/04');
  });

  it('leave words alone that only look like a part of the time', () => {
    expect(layoutOf('comments/YYYY/MM/DD').day('', AT)).toBe('comments/2026/03/04/');
  });

  it('give a name before every file of a moment and after those of the moment before', () => {
    const { before } = layoutOf('YYYY/MM/DD/HH/mm');
    expect(before('a/', AT, MIDNIGHT) < 'a/2026/03/04/09/07/0.json.log.gz').toBe(true);
    expect(before('a/', AT, MIDNIGHT) > 'a/2026/03/04/09/06/zzzz.json.log.gz').toBe(true);
    expect(layoutOf('YYYY/MM/DD').before('a/', AT, MIDNIGHT) < 'a/2026/03/04/0.json.gz').toBe(true);
  });

  it('sort as time does, over months and years', () => {
    const { before } = layoutOf('YYYY/MM/DD/HH/mm');
    const names = Array.from({ length: 800 }, (_, index) => before('', AT + index * (DAY + MINUTE), 0));
    expect(names.toSorted()).toEqual(names);
  });

  it.each([
    ['2026/03/04/09/07/6f.json.log.gz', true],
    ['2026/03/04/09/07/6f.json.gz', true],
    ['2026/03/04/6f.ndjson', true],
    ['2026/03/04/6f.jsonl.gz', true],
    ['2026/03/04/', false],
    ['2026/03/04/_SUCCESS', false],
    ['2026/03/04/6f.parquet', false],
    ['2026/03/04/6f.json.gz.tmp', false],
  ])('of %s say whether it holds records: %j', (key, is) => {
    expect(layoutOf('YYYY/MM/DD').isFile(key)).toBe(is);
  });
});
