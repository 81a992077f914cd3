import { afterEach, describe, expect, it } from 'vitest';
import { type Daemon, openDaemon } from '../../src/app/watch/daemon.ts';
import { takeLease, tryLease } from '../../src/app/watch/lease.ts';
import type { Store } from '../../src/core/ports.ts';
import { MINUTE } from '../../src/core/time.ts';
import { leakedKeyRecords } from '../support/story-records.ts';
import { type WatchedCloud, watchCloud } from '../support/watched-cloud.ts';

const BUCKET = 'trail-files';
const SOURCES = `      lookup-events:\n        enabled: false\n      s3:\n        bucket: ${BUCKET}\n`;

describe('the database while one poll takes many minutes', () => {
  let watched: WatchedCloud | null = null;
  let daemon: Daemon | null = null;

  afterEach(async () => {
    await daemon?.close();
    await watched?.close();
    daemon = null;
    watched = null;
  });

  /** @param onPage is called after each page, which has taken a minute */
  async function slowDaemon(onPage: (store: Store, cloud: WatchedCloud, page: number) => void): Promise<Daemon> {
    const cloud = await watchCloud({
      now: '2026-11-23T12:00:00Z',
      sources: SOURCES,
      prepare: (aws) => {
        aws.createBucket({ name: BUCKET });
        aws.createTrail({ name: 'main', bucket: BUCKET });
        aws.loadRecords(leakedKeyRecords().slice(-400));
      },
    });
    watched = cloud;
    const held: { store: Store | null } = { store: null };
    let pages = 0;
    daemon = await openDaemon({
      around: cloud.around,
      log: () => undefined,
      signal: new AbortController().signal,
      terminal: { write: () => undefined, width: 100, color: false },
      lease: (store) => {
        held.store = store;
        return takeLease(store.leases, cloud.around.system);
      },
      onPage: () => {
        pages += 1;
        cloud.clock.advance(MINUTE);
        if (held.store !== null) onPage(held.store, cloud, pages);
      },
    });
    return daemon;
  }

  const other = (cloud: WatchedCloud) => ({ ...cloud.around.system, hostname: 'another-machine' });

  it('stays with who polls', async () => {
    const attempts: Promise<unknown>[] = [];
    const { app } = await slowDaemon((store, cloud) => attempts.push(tryLease(store.leases, other(cloud))));

    await app.pollAll();

    expect(attempts.length).toBeGreaterThan(5);
    expect(new Set(await Promise.all(attempts))).toEqual(new Set([null]));
  }, 60_000);

  it('is let go at once by who has lost it', async () => {
    const pagesAfter: number[] = [];
    const { app } = await slowDaemon((store, cloud, page) => {
      pagesAfter.push(page);
      // As if this process had been suspended for longer than the lease lasts, and another had started.
      if (page !== 3) return;
      cloud.clock.advance(10 * MINUTE);
      void store.leases.acquire('detection', 'another-machine/1/00000000', 60 * MINUTE, cloud.clock.now());
    });

    await expect(app.pollAll()).rejects.toMatchObject({ code: 'LEASE_LOST' });

    expect(pagesAfter).toEqual([1, 2, 3]);
  }, 60_000);
});
