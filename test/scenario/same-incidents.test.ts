import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { scan } from '../../src/app/scan.ts';
import { openDatabase } from '../../src/app/setup/database.ts';
import { readConfig } from '../../src/app/setup/read-config.ts';
import type { Surroundings } from '../../src/app/surroundings.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { Incident } from '../../src/core/incident.ts';
import { leakedKeyRecords } from '../support/story-records.ts';
import { type WatchedCloud, watchCloud } from '../support/watched-cloud.ts';

const REAL = new URL('../../../shared/data/cloudtrail-invictus/CloudTrail/', import.meta.url);
const REAL_ACCOUNT = '123837392027';
const NOW = '2026-11-23T12:00:00Z';

type Records = readonly Readonly<Record<string, unknown>>[];

interface Told {
  readonly subject: string;
  readonly title: string;
  readonly credentials: readonly string[];
  readonly signals: readonly string[];
}

/** What matters about incidents: whose, which signals, on which events. */
function told(incidents: readonly Incident[]): readonly Told[] {
  return incidents
    .map(({ subject, title, credentials, findings }) => ({
      subject: subject.id,
      title,
      credentials: [...credentials].sort(),
      signals: findings.map(signal).sort(),
    }))
    .sort((a, b) => (a.subject < b.subject ? -1 : 1));
}

function signal({ detector, severity, subject, evidence }: Finding): string {
  return `${detector} ${severity} ${subject.id} ${evidence.map(({ eventId }) => eventId).join(' ')}`;
}

async function byScan(around: Surroundings, records: Records): Promise<readonly Told[]> {
  const folder = join(around.cwd, 'files');
  mkdirSync(folder, { recursive: true });
  // Small files in an order of their own, as a bucket listing would give them.
  for (let from = 0; from < records.length; from += 200) {
    const name = `${String(7919 * (from + 1)).padStart(10, '0')}.json`;
    writeFileSync(join(folder, name), JSON.stringify({ Records: records.slice(from, from + 200) }));
  }
  const store = await openDatabase({ path: 'scan.db', cwd: around.cwd, mustExist: false, bulk: true });
  try {
    const { config } = await readConfig(undefined, around);
    const { incidents } = await scan({
      paths: [folder],
      stdin: Readable.from([]),
      store,
      config,
      around,
      workers: 1,
      keepRaw: false,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    return told(incidents);
  } finally {
    await store.close();
  }
}

async function byDaemon(watched: WatchedCloud): Promise<readonly Told[]> {
  const daemon = await watched.open();
  try {
    await daemon.app.pollAll();
    return told(await daemon.store.incidents.list({}));
  } finally {
    await daemon.close();
  }
}

const S3 = `      lookup-events:
        enabled: false
      s3:
        bucket: trail-files`;

function regionsOf(records: Records): readonly string[] {
  return [...new Set(records.map((record) => String(record['awsRegion'])))].sort();
}

describe.each([
  ['the story of a leaked key', () => leakedKeyRecords(), '111122223333', true],
  ['a real trail', realRecords, REAL_ACCOUNT, existsSync(REAL)],
] as const)('%s', (_name, make, account, isHere) => {
  let watched: WatchedCloud | null = null;

  afterEach(async () => {
    await watched?.close();
    watched = null;
  });

  async function stage(records: Records, sources: string): Promise<WatchedCloud> {
    watched = await watchCloud({
      now: NOW,
      account,
      regions: regionsOf(records),
      sources,
      prepare: (cloud) => {
        cloud.createBucket({ name: 'trail-files' });
        cloud.createTrail({ name: 'main', bucket: 'trail-files' });
        cloud.loadRecords(records, { account });
      },
    });
    return watched;
  }

  it.skipIf(!isHere)('is the same incidents through event history as through files', async () => {
    const records = make();
    const cloud = await stage(records, '');

    const live = await byDaemon(cloud);

    expect(live.length).toBeGreaterThan(0);
    expect(live).toEqual(await byScan(cloud.around, records));
  });

  it.skipIf(!isHere)('is the same incidents through a bucket as through files', async () => {
    const records = make();
    const cloud = await stage(records, S3);

    const live = await byDaemon(cloud);

    expect(live.length).toBeGreaterThan(0);
    expect(live).toEqual(await byScan(cloud.around, records));
  });
});

/** The real trail as if it had happened yesterday: event history goes back ninety days. */
function realRecords(): Records {
  return readdirSync(REAL).flatMap((name) => {
    const { Records: records } = JSON.parse(readFileSync(new URL(name, REAL), 'utf8')) as { Records: Records };
    return records.map((record) => ({
      ...record,
      eventTime: String(record['eventTime']).replace('2023-07-10', '2026-11-22'),
    }));
  });
}
