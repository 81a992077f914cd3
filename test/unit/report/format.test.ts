import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/report/format.ts';
import { FORMATS, render } from '../../../src/report/format.ts';
import { PLAIN } from '../../../src/report/paint.ts';
import { HOSTILE } from '../alert/samples.ts';

interface Row {
  readonly id: string;
  readonly agent: string;
  readonly count: number | null;
}

const SECRET = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_');
const COLUMNS: readonly Column<Row>[] = [
  { key: 'id', title: 'ID', value: (row) => row.id, identifier: true },
  {
    key: 'agent',
    title: 'AGENT',
    value: (row) => row.agent,
    short: (row) => row.agent.slice(0, 40),
    inTable: 'filled',
  },
  { key: 'count', title: 'COUNT', value: (row) => row.count, align: 'right' },
  {
    key: 'all',
    title: 'ALL',
    value: (row) => `${row.id}/${row.count ?? ''}`,
    json: (row) => [row.id, row.count],
    inTable: false,
  },
];
const ROWS: readonly Row[] = [
  { id: 'a', agent: 'curl/8', count: 3 },
  { id: 'b', agent: '', count: null },
];

describe('rows as', () => {
  it('table', () => {
    expect(render(ROWS, COLUMNS, 'table', 'rows', PLAIN)).toBe('ID  AGENT   COUNT\na   curl/8      3\nb\n');
  });

  it('table without a column that no row fills', () => {
    expect(render(ROWS.slice(1), COLUMNS, 'table', 'rows', PLAIN)).toBe('ID  COUNT\nb\n');
  });

  it('json, with its version and the name of what it holds', () => {
    expect(JSON.parse(render(ROWS, COLUMNS, 'json', 'rows', PLAIN))).toEqual({
      schemaVersion: 1,
      rows: [
        { id: 'a', agent: 'curl/8', count: 3, all: ['a', 3] },
        { id: 'b', agent: '', count: null, all: ['b', null] },
      ],
    });
  });

  it('ndjson, one object with a version a line', () => {
    const lines = render(ROWS, COLUMNS, 'ndjson', 'rows', PLAIN).trimEnd().split('\n');

    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      { schemaVersion: 1, id: 'a', agent: 'curl/8', count: 3, all: ['a', 3] },
      { schemaVersion: 1, id: 'b', agent: '', count: null, all: ['b', null] },
    ]);
  });

  it('csv, with every column', () => {
    expect(render(ROWS, COLUMNS, 'csv', 'rows', PLAIN)).toBe('id,agent,count,all\na,curl/8,3,a/3\nb,,,b/\n');
  });

  it('nothing at all, in a form that still parses', () => {
    expect(FORMATS.map((format) => render([], COLUMNS, format, 'rows', PLAIN))).toEqual([
      'ID  COUNT\n',
      '{\n  "schemaVersion": 1,\n  "rows": []\n}\n',
      '',
      'id,agent,count,all\n',
    ]);
  });
});

describe('what strangers wrote', () => {
  it.each(HOSTILE)('moves no cursor and hides nothing, in any format: %j', (agent) => {
    for (const format of FORMATS) {
      const text = render([{ id: 'a', agent, count: 1 }], COLUMNS, format, 'rows', PLAIN);
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }
  });

  it.each(HOSTILE)('comes back from JSON as it was written, save secrets: %j', (agent) => {
    const [line = ''] = render([{ id: 'a', agent, count: 1 }], COLUMNS, 'ndjson', 'rows', PLAIN).split('\n');

    expect(JSON.parse(line)).toMatchObject({ agent });
  });

  it.each(HOSTILE)('is one line of CSV that runs nothing: %j', (agent) => {
    const lines = render([{ id: 'a', agent, count: 1 }], COLUMNS, 'csv', 'rows', PLAIN)
      .trimEnd()
      .split('\n');

    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^a,"?(?![=+\-@])/);
  });

  it('is masked where it looks like a secret, but identifiers stay fit for a look-up', () => {
    for (const format of FORMATS) {
      expect(render([{ id: 'a', agent: SECRET, count: 1 }], COLUMNS, format, 'rows', PLAIN)).not.toContain(SECRET);
      expect(render([{ id: SECRET, agent: '', count: 1 }], COLUMNS, format, 'rows', PLAIN)).toContain(SECRET);
    }
  });
});
