import { createHash } from 'node:crypto';
import { gzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/collect/decode.ts';
import type { EventBatch } from '../../../src/core/batch.ts';
import { eventIdOf } from '../../../src/core/batch.ts';
import { TEST_FORMAT } from '../../support/formats.ts';

const UUID = '7d444840-9dc0-11d1-b245-5ffdce74fad2';
const T0 = Date.UTC(2026, 10, 1, 12);

function read(bytes: Uint8Array | string, keepRaw = false): EventBatch {
  return decode(
    { source: 'file', place: 'a.json', bytes: Buffer.from(bytes), format: null },
    { formats: [TEST_FORMAT], match: () => [], keepRaw },
  );
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

describe('what arrives as text', () => {
  it('is unread where it is said to be of a format that nobody has', () => {
    const batch = decode(
      { source: 'file', place: 'a.json', bytes: Buffer.from('{"id":"a"}'), format: 'test.other' },
      { formats: [TEST_FORMAT], match: () => [], keepRaw: false },
    );
    expect(batch.unparsed).toMatchObject([{ position: -1, reason: 'no record format is called test.other' }]);
  });

  it('reads one document with many records', () => {
    const batch = read(
      json({
        events: [
          { id: UUID, at: T0 },
          { id: 'other', at: T0 + 1000 },
        ],
      }),
    );

    expect(batch.size).toBe(2);
    expect([...batch.time]).toEqual([T0, T0 + 1000]);
    expect(eventIdOf(batch, 0)).toBe(UUID);
    expect(eventIdOf(batch, 1)).toBe('other');
  });

  it('reads one record a line and loses only the bad line', () => {
    const batch = read(`${json({ at: T0 })}\n{"at": 12\n${json({ at: T0 + 1 })}\n`);

    expect(batch.size).toBe(2);
    expect(batch.unparsed).toEqual([{ position: 1, reason: 'not JSON', excerpt: '{"at": 12' }]);
    expect([...batch.position]).toEqual([0, 2]);
  });

  it('reads gzip by its magic number, whatever the name', () => {
    expect(read(gzipSync(json({ at: T0 }))).size).toBe(1);
  });

  it('accepts a byte order mark', () => {
    expect(read(`\uFEFF${json({ at: T0 })}`).size).toBe(1);
  });

  it('hashes the bytes as they came', () => {
    const packed = gzipSync(json({ at: T0 }));

    expect(read(packed).evidence.sha256).toBe(createHash('sha256').update(packed).digest('hex'));
    expect(read(packed).evidence.bytes).toBe(packed.length);
  });
});

describe('records in the envelope of another system', () => {
  it.each([
    ['a member', { index: 'audit', event: { id: 'e1', at: T0 } }],
    ['a member with JSON text', { _raw: JSON.stringify({ id: 'e1', at: T0 }), host: 'h' }],
  ])('are found in %s', (_name, line) => {
    const batch = read(`${json(line)}\n${json(line)}\n`);

    expect(batch.size).toBe(2);
    expect(eventIdOf(batch, 0)).toBe('e1');
    expect(batch.unparsed).toEqual([]);
  });

  it('are not invented', () => {
    expect(read(json({ event: { kind: 'pod' }, note: '{broken' })).unparsed).toHaveLength(1);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['truncated gzip', gzipSync(json({ at: T0 })).subarray(0, 20), 'gzip is truncated'],
    ['corrupt gzip', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(40, 7)]), 'gzip is corrupt'],
    ['another encoding', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'not UTF-8 text'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['prose', Buffer.from('hello there'), 'not JSON'],
    [
      'a list nested too deeply',
      Buffer.from('['.repeat(100_000) + ']'.repeat(100_000)),
      'no known kind of audit record',
    ],
    ['a number', Buffer.from('42'), 'no known kind of audit record'],
    ['JSON of somebody else', Buffer.from('{"kind":"pod"}'), 'no known kind of audit record'],
  ])('keeps %s as unparsed with the reason', (_name, bytes, reason) => {
    const batch = read(bytes);

    expect(batch.size).toBe(0);
    expect(batch.unparsed.map((bad) => bad.reason)).toEqual([reason]);
  });

  it('refuses a gzip bomb before it fills the memory', () => {
    // Members one after the other are one stream, and far quicker to make.
    const member = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const bomb = Buffer.concat(Array.from({ length: 28 }, () => member));

    expect(read(bomb).unparsed[0]?.reason).toBe('gzip expands to more than 400 MB');
  });

  it('keeps a record that the connector chokes on, and reads the next', () => {
    const batch = read(json({ events: [{ at: T0, action: 'explode' }, { at: 'never' }, { at: T0 }] }));

    expect(batch.size).toBe(1);
    expect(batch.unparsed.map(({ position, reason }) => [position, reason])).toEqual([
      [0, 'test.records: boom'],
      [1, 'no time'],
    ]);
  });

  it('counts what is left out on purpose by reason', () => {
    const batch = read(
      json({
        events: [
          { at: T0, action: 'ignored' },
          { at: T0, action: 'ignored' },
        ],
      }),
    );

    expect(batch.skipped).toEqual({ 'ignored action': 2 });
  });

  it('shows no secret in an excerpt', () => {
    const secret = ['sk', 'live', 'Zx8'.repeat(12)].join('_');

    const batch = read(`{"other": "${secret}"}`);

    expect(batch.unparsed[0]?.excerpt).toContain('other');
    expect(batch.unparsed[0]?.excerpt).not.toContain(secret);
  });
});

describe('columns', () => {
  it('interns what repeats', () => {
    const batch = read(
      json({ events: Array.from({ length: 50 }, (_, i) => ({ id: `e${i}`, at: T0, key: `K${i % 2}` })) }),
    );

    expect(batch.contexts.map(({ credential }) => credential)).toEqual(['K0', 'K1']);
    expect(batch.operations).toHaveLength(1);
    expect(batch.context[3]).toBe(1);
  });

  it('gives records without an id one from their content, so that copies meet', () => {
    const [a, b] = [read(json({ at: T0, key: 'A' })), read(json({ at: T0, key: 'B' }))];

    expect(a.ids).toEqual(read(json({ at: T0, key: 'A' })).ids);
    expect(a.ids).not.toEqual(b.ids);
    expect(a.nativeIds.size).toBe(0);
  });

  it('attaches rule hits to their row', () => {
    const batch = decode(
      {
        source: 'file',
        place: 'a',
        bytes: Buffer.from(json({ events: [{ at: T0 }, { at: T0, action: 'Bad' }] })),
        format: null,
      },
      {
        formats: [TEST_FORMAT],
        match: (_format, record) => (json(record).includes('Bad') ? [{ rule: 'r1', detail: { action: 'Bad' } }] : []),
        keepRaw: false,
      },
    );

    expect(batch.facts).toEqual([{ kind: 'hit', row: 1, rule: 'r1', detail: { action: 'Bad' } }]);
  });
});

describe('copies that are kept', () => {
  it('hold no secret and are found by position', () => {
    const batch = read(
      json({
        events: [
          { at: T0, action: 'ignored' },
          { at: T0, token: 'hush' },
        ],
      }),
      true,
    );

    const raw = batch.raw;
    expect(raw).not.toBeNull();
    const text = zstdDecompressSync(raw?.packed ?? new Uint8Array()).toString();
    expect(text.slice(raw?.offsets[1], raw?.offsets[2])).toBe(`${json({ at: T0, token: '[removed]' })}\n`);
    expect(text).not.toContain('hush');
  });

  it('are left out where the evidence pointer suffices', () => {
    expect(read(json({ at: T0 })).raw).toBeNull();
  });
});
