import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/kit/text-width.ts';
import type { TableColumn } from '../../../src/report/table.ts';
import { table } from '../../../src/report/table.ts';

const COLUMNS: readonly TableColumn[] = [
  { title: 'ID', shrink: 'never' },
  { title: 'COUNT', align: 'right' },
  { title: 'ACTOR', shrink: 'middle' },
  { title: 'WHAT' },
];
const ROWS = [
  [
    { text: 'inc-1' },
    { text: '7' },
    { text: 'role/deploy-production-eu' },
    { text: 'a rather long sentence about it' },
  ],
  [{ text: 'inc-22' }, { text: '120' }, { text: '東京' }, { text: '' }],
];

function lines(width: number | null, color = false): readonly string[] {
  return table(COLUMNS, ROWS, { width, color }).trimEnd().split('\n');
}

describe('a table', () => {
  it('aligns by columns of the terminal, wide characters included', () => {
    expect(lines(null)).toEqual([
      'ID      COUNT  ACTOR                      WHAT',
      'inc-1       7  role/deploy-production-eu  a rather long sentence about it',
      'inc-22    120  東京',
    ]);
  });

  it('cuts the widest columns to fit, each where it hurts least', () => {
    expect(lines(50)).toEqual([
      'ID      COUNT  ACTOR             WHAT',
      'inc-1       7  role/dep…tion-eu  a rather long se…',
      'inc-22    120  東京',
    ]);
  });

  it.each([20, 30, 40, 60, 80])('is never wider than %i columns when that can be', (width) => {
    const widest = Math.max(...lines(width).map(displayWidth));

    expect(widest).toBeLessThanOrEqual(Math.max(width, 6 + 2 + 5 + 2 + 8 + 2 + 8));
  });

  it('never cuts what is useless when cut, even when it is the widest', () => {
    const id = '2026-11-23 03:12:00 UTC';
    const columns: readonly TableColumn[] = [{ title: 'TIME', shrink: 'never' }, { title: 'WHAT' }];
    const text = table(columns, [[{ text: id }, { text: 'twelve chars' }]], { width: 34, color: false });

    expect(text).toContain(`${id}  twelve c…`);
  });

  it('goes without what is dispensable before everything becomes unreadable, and says so', () => {
    const columns: readonly TableColumn[] = [
      { title: 'TIME', shrink: 'never' },
      { title: 'KEY', shrink: 'middle' },
      { title: 'ACTOR', dispensable: true },
      { title: 'TARGET', dispensable: true },
    ];
    const row = ['2026-11-23 03:12:00', 'AKIAEXAMPLEEXAMPLE12', 'role/deploy-production', 'bucket/with/a/long/name'];
    const at = (width: number | null): readonly string[] =>
      table(columns, [row.map((text) => ({ text }))], { width, color: false })
        .trimEnd()
        .split('\n');

    expect(at(null)).toHaveLength(2);
    expect(at(90)[0]).toMatch(/TIME +KEY +ACTOR +TARGET$/);
    expect(at(60)).toEqual([
      'TIME                 KEY                 ACTOR',
      '2026-11-23 03:12:00  AKIAEXAMP…XAMPLE12  role/deploy-produc…',
      '(too narrow for TARGET)',
    ]);
    expect(at(40).at(-1)).toBe('(too narrow for ACTOR, TARGET)');
  });

  it('colours whole cells, and only when asked', () => {
    const rows = [[{ text: 'critical', style: 'red' as const }]];
    const colored = table([{ title: 'SEVERITY' }], rows, { width: null, color: true });

    expect(colored).toContain('\u001b[31mcritical\u001b[39m');
    expect(stripVTControlCharacters(colored)).toBe(table([{ title: 'SEVERITY' }], rows, { width: null, color: false }));
  });

  it('leaves no spaces at the ends of lines, in colour neither', () => {
    for (const line of [...lines(null), ...lines(null, true)]) expect(stripVTControlCharacters(line)).not.toMatch(/ $/);
  });

  it('shows heads alone when there are no rows', () => {
    expect(table(COLUMNS, [], { width: 80, color: false })).toBe('ID  COUNT  ACTOR  WHAT\n');
  });
});
