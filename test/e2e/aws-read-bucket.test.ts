import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GITHUB } from '../../connectors/github/index.ts';
import type { CheckResult, Source } from '../../src/core/connector.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { type Bucket, storeObject } from '../../src/simulate/aws/s3/bucket.ts';
import { askPage, emptyLedger, type Ledger, type Reading, readOn } from '../contract/source-reader.ts';
import { AWS_FORMATS, type AwsReadWorld, anAwsReadWorld, READ_START } from '../support/aws-read-world.ts';
import { storeStreamFile } from '../support/stream-files.ts';

const NAME = 'acme-stream';
const OFF = { 'lookup-events': { enabled: false }, 'guard-duty': false, health: false };

let world: AwsReadWorld;
let bucket: Bucket;
let ledger: Ledger;
let reading: Reading;

beforeEach(async () => {
  world = await anAwsReadWorld();
  bucket = world.aws.cloud.createBucket({ name: NAME });
  ledger = emptyLedger();
  reading = {
    formats: [...AWS_FORMATS, ...GITHUB.formats],
    now: () => world.clock.now(),
    backfill: DAY,
    signal: new AbortController().signal,
  };
});
afterEach(() => world.close());

function config(change: Readonly<Record<string, unknown>> = {}): { sources: Readonly<Record<string, unknown>> } {
  const entry = { bucket: NAME, folders: 'YYYY/MM/DD/HH/mm', 'records-of': 'github/acme', ...change };
  return { sources: { ...OFF, buckets: [entry] } };
}

async function source(change: Readonly<Record<string, unknown>> = {}): Promise<Source> {
  const reader = await world.open(config(change));
  const found = reader.sources.find(({ id }) => id.startsWith(`aws.bucket/${NAME}`));
  if (found === undefined) throw new Error('no source');
  return found;
}

const file = (number: number, at: number, prefix = ''): string =>
  storeStreamFile(bucket, { prefix, at, number, modified: 0 });
const seen = (): readonly string[] => ledger.seen.toSorted();
/** Event ids are hashes: as many as different files. */
const read = (from: Source): Promise<number> => readOn(() => from, ledger, reading, 300);

describe('reading the files of an audit log stream from a bucket', () => {
  it('says whose records they are, and what it cannot show', async () => {
    expect(await source({ prefix: 'log/stream' })).toMatchObject({
      id: `aws.bucket/${NAME}/log/stream`,
      title: `audit files in s3://${NAME}/log/stream/`,
      provider: 'github',
      account: 'acme',
      blindSpots: [
        expect.stringContaining('do not end in .json'),
        expect.stringContaining('switched off'),
        expect.stringContaining('more than 7d late'),
      ],
    });
    expect(await source({ 'records-of': '' })).toMatchObject({ provider: 'aws', account: world.aws.account });
  });

  it('reads what is new at each poll and nothing twice', async () => {
    const from = await source();
    for (let at = 0; at < 40; at += 1) file(at, READ_START - at * 10 * MINUTE);
    await read(from);
    expect(seen()).toHaveLength(40);
    world.clock.set(READ_START + 2 * MINUTE);
    file(99, READ_START + MINUTE);
    await read(from);
    expect(seen()).toHaveLength(41);
  });

  it('finds a file that came hours late at the next hour, and one that came days late within a day', async () => {
    const from = await source({ late: '5d' });
    ledger.cursor = null;
    reading = { ...reading, backfill: 10 * DAY };
    await read(from);
    file(1, READ_START - 9 * HOUR);
    file(2, READ_START - 4 * DAY);
    world.clock.set(READ_START + 5 * MINUTE);
    await read(from);
    expect(seen()).toHaveLength(0);
    world.clock.set(READ_START + 61 * MINUTE);
    await read(from);
    expect(seen()).toHaveLength(1);
    world.clock.set(READ_START + 25 * HOUR);
    await read(from);
    expect(seen()).toHaveLength(2);
  });

  it('reads no further back than it was told to start, even when it lists whole days', async () => {
    reading = { ...reading, backfill: HOUR };
    const from = await source();
    file(1, READ_START - 30 * HOUR);
    file(2, READ_START - 6 * HOUR);
    file(3, READ_START - 30 * MINUTE);
    for (const later of [0, 61 * MINUTE, 25 * HOUR]) {
      world.clock.set(READ_START + later);
      await read(from);
    }
    expect(seen()).toHaveLength(1);
  });

  it('reads months of history in pages of bounded size, in order', async () => {
    reading = { ...reading, backfill: 60 * DAY };
    for (let day = 0; day < 60; day += 1)
      for (let number = 0; number < 40; number += 1)
        file(day * 40 + number, READ_START - day * DAY - number * 30 * MINUTE);
    const from = await source();
    let most = 0;
    const counting: Source = {
      ...from,
      poll: async (cursor, request) => {
        const page = await from.poll(cursor, request);
        most = Math.max(most, page.deliveries.length);
        return page;
      },
    };
    await readOn(() => counting, ledger, reading, 1000);
    expect([...ledger.places].toSorted()).toEqual([...ledger.places]);
    expect(seen()).toHaveLength(2400);
    expect(most).toBeLessThanOrEqual(32);
  }, 60_000);

  it('tells what has left the bucket before it could be read', async () => {
    const from = await source({ retention: '3d' });
    file(1, READ_START);
    await read(from);
    world.clock.set(READ_START + 10 * DAY);
    file(2, READ_START + 9 * DAY);
    await read(from);
    expect(seen()).toHaveLength(2);
    expect(ledger.gaps).toEqual([
      { from: READ_START, to: READ_START + 7 * DAY, reason: `files stay in s3://${NAME} no longer` },
    ]);
  });

  it('leaves alone what lies elsewhere or is no file of records', async () => {
    file(1, READ_START - HOUR, 'other/');
    for (const key of ['_check', '2026/11/23/11/00/', '2026/11/23/11/00/x.parquet', '2026/11/23/11/00/_SUCCESS'])
      storeObject(bucket, { key, bytes: Buffer.from('x'), modified: 0 });
    await read(await source());
    expect([...ledger.places]).toEqual([]);
  });

  it('lets every format look, or the one that is named', async () => {
    file(1, READ_START - HOUR);
    const formats = async (change: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> => {
      const from = await source(change);
      const found: unknown[] = [];
      for (let more = true, own = emptyLedger(); more; ) {
        const page = await askPage(from, own, reading);
        found.push(...page.deliveries.map(({ format }) => format));
        own = { ...own, cursor: page.next };
        more = page.more;
      }
      return found;
    };
    expect(await formats({})).toEqual([null]);
    expect(await formats({ format: 'github.audit-log' })).toEqual(['github.audit-log']);
  });
});

describe('the self-test of a bucket of audit files', () => {
  const about = async (change: Readonly<Record<string, unknown>> = {}): Promise<readonly CheckResult[]> => {
    const reader = await world.open(config(change));
    return (await reader.check()).filter(({ aspect }) => aspect.includes(`bucket ${NAME}`));
  };

  it('says that files come', async () => {
    file(1, READ_START - HOUR);
    expect(await about()).toMatchObject([{ status: 'ok', fact: 'reachable, holds files in 2026/11/23/' }]);
  });

  it('says that none has come for days, and where it looked', async () => {
    file(1, READ_START - 4 * DAY);
    expect(await about()).toMatchObject([
      {
        status: 'warn',
        fact: 'the newest files are those in 2026/11/19/',
        hint: expect.stringContaining('still does'),
      },
    ]);
    expect(await about({ prefix: 'elsewhere' })).toMatchObject([
      { status: 'warn', fact: expect.stringContaining('such as elsewhere/2026/11/23/') },
    ]);
  });

  it('names the permission that is missing', async () => {
    file(1, READ_START - HOUR);
    world.aws.cloud.faults.deny('s3:GetObject');
    expect(await about()).toMatchObject([
      { status: 'ok' },
      { status: 'fail', fact: expect.stringContaining('s3:GetObject on acme-stream') },
    ]);
    world.aws.cloud.faults.deny('s3:ListBucket');
    expect(await about()).toMatchObject([{ status: 'fail', fact: expect.stringContaining('s3:ListBucket') }]);
  });
});
