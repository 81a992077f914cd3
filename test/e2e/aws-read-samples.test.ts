import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../src/collect/decode.ts';
import type { EventBatch } from '../../src/core/batch.ts';
import { eventIdOf } from '../../src/core/batch.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import type { JsonObject } from '../../src/simulate/json.ts';
import { emptyLedger, type Reading, readOn } from '../contract/source-reader.ts';
import { AWS_FORMATS, type AwsReadWorld, anAwsReadWorld } from '../support/aws-read-world.ts';

/** Real records that others published; not part of this repository. */
const DATA = new URL('../../../shared/data/', import.meta.url).pathname;
const SETS = existsSync(DATA) ? readdirSync(DATA).filter((name) => name.startsWith('cloudtrail-')) : [];
const LABELS = /^(labels|catalogue)\.json$/;

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return /\.(json|ndjson|gz)$/.test(entry.name) && !LABELS.test(entry.name) ? [path] : [];
  });
}

function read(path: string, bytes: Uint8Array = readFileSync(path)): EventBatch {
  return decode(
    { source: 'files', place: path, bytes, format: null },
    { formats: AWS_FORMATS, match: () => [], keepRaw: true },
  );
}

/** Some sets wrap each record: `{example, event}`. */
function unwrapped(path: string): Uint8Array {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return Buffer.from(lines.map((line) => JSON.stringify((JSON.parse(line) as { event: unknown }).event)).join('\n'));
}

describe.skipIf(SETS.length === 0)('published records', () => {
  it.each(SETS)('of %s are each an event, skipped with a reason, or unparsed with a reason', (set) => {
    let records = 0;
    for (const path of filesIn(join(DATA, set))) {
      const isWrapped = set === 'cloudtrail-traildiscover' || set === 'cloudtrail-eventbridge';
      const batch = isWrapped ? read(path, unwrapped(path)) : read(path);
      const skipped = Object.values(batch.skipped).reduce((sum, times) => sum + times, 0);
      records += batch.size + skipped + batch.unparsed.length;
      for (const { reason } of batch.unparsed) expect(reason).not.toMatch(/^aws\.|TypeError|undefined/);
    }
    expect(records).toBeGreaterThan(0);
  });

  it('of a trail, LookupEvents and attack samples are all events', () => {
    const total = { 'cloudtrail-invictus': 2900, 'cloudtrail-stratus': 164, 'cloudtrail-lookup-events': 6 };
    for (const [set, expected] of Object.entries(total)) {
      const batches = filesIn(join(DATA, set)).map((path) => read(path));
      expect(batches.reduce((sum, batch) => sum + batch.size, 0)).toBe(expected);
      expect(batches.flatMap(({ unparsed }) => unparsed)).toEqual([]);
    }
  });

  it('with masked keys never look like one key shared by all', () => {
    const path = join(DATA, 'cloudtrail-traildiscover', 'log-examples.ndjson');
    const batch = read(path, unwrapped(path));
    expect(batch.size).toBe(336);
    expect(new Set(batch.contexts.map(({ credential }) => credential))).toEqual(new Set(['']));
    expect(batch.contexts.every(({ address }) => address !== '0.0.0.0')).toBe(true);
  });

  it('keep no session token', () => {
    for (const path of filesIn(join(DATA, 'cloudtrail-invictus'))) {
      const batch = read(path);
      const kept = batch.raw === null ? '' : zstdDecompressSync(batch.raw.packed).toString();
      expect(kept).toContain('eventName');
      expect(kept).not.toContain('IQoJb3JpZ2lu');
    }
  });

  describe('through the sources of a simulated account', () => {
    const ids = new Set<string>();
    const records: JsonObject[] = [];
    let world: AwsReadWorld;
    let reading: Reading;

    beforeAll(async () => {
      for (const path of filesIn(join(DATA, 'cloudtrail-invictus'))) {
        const batch = read(path);
        for (let row = 0; row < batch.size; row += 1) ids.add(eventIdOf(batch, row));
        records.push(...(JSON.parse(readFileSync(path, 'utf8')) as { Records: JsonObject[] }).Records);
      }
      const morning = Date.UTC(2023, 6, 10, 10);
      world = await anAwsReadWorld({ account: '123837392027', settings: { lookup: { throttle: false } } }, morning);
      world.aws.cloud.createBucket({ name: 'acme-trail' });
      world.aws.cloud.createTrail({ name: 'trail', bucket: 'acme-trail' });
      world.aws.cloud.loadRecords(records, { account: world.aws.account });
      world.clock.set(Date.UTC(2023, 6, 10, 16));
      reading = {
        formats: AWS_FORMATS,
        now: () => world.clock.now(),
        backfill: DAY,
        signal: new AbortController().signal,
      };
    });
    afterAll(() => world.close());

    it.each([
      ['aws.cloudtrail-lookup/', { 'lookup-events': {}, 'guard-duty': false, health: false }],
      [
        'aws.cloudtrail-s3/',
        { 'lookup-events': { enabled: false }, s3: { bucket: 'acme-trail' }, 'guard-duty': false, health: false },
      ],
    ])(
      '%s gives the very same events as the files',
      async (prefix, sources) => {
        const reader = await world.open({ sources });
        const ledger = emptyLedger();
        await readOn(
          () => {
            const source = reader.sources.find(({ id }) => id.startsWith(prefix));
            if (source === undefined) throw new Error('no source');
            return source;
          },
          ledger,
          reading,
          500,
        );
        const seen = new Set(ledger.seen);
        expect([...ids].filter((id) => !seen.has(id))).toEqual([]);
        expect(world.clock.now() - ledger.observedThrough).toBeLessThan(HOUR);
      },
      120_000,
    );
  });
});
