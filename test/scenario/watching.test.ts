import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { asAppError } from '../../src/app/failures.ts';
import type { Daemon } from '../../src/app/watch/daemon.ts';
import { coverageOf } from '../../src/app/watch/known-sources.ts';
import { type PollDeps, pollPage } from '../../src/collect/poller.ts';
import type { Source } from '../../src/core/connector.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { leakedKeyRecords } from '../support/story-records.ts';
import { type WatchedCloud, watchCloud } from '../support/watched-cloud.ts';

const NOW = '2026-11-23T12:00:00Z';

describe('the daemon', () => {
  let watched: WatchedCloud | null = null;
  let daemon: Daemon | null = null;

  afterEach(async () => {
    await daemon?.close();
    await watched?.close();
    daemon = null;
    watched = null;
  });

  async function watching(): Promise<{ readonly cloud: WatchedCloud; readonly daemon: Daemon }> {
    watched = await watchCloud({ now: NOW, prepare: () => undefined });
    daemon = await watched.open();
    return { cloud: watched, daemon };
  }

  it('writes no event and no line of the ledger when a poll brings nothing new', async () => {
    const {
      cloud,
      daemon: { app, store, detection },
    } = await watching();
    cloud.aws.cloud.loadRecords(leakedKeyRecords().slice(0, 120));
    await app.pollAll();
    const quiet = quietSource(app.sources[0]);
    const deps: PollDeps = {
      store: store.events,
      intake: detection,
      decode: () => Promise.reject(new Error('there is nothing to decode')),
      clock: cloud.around.system.clock,
      pace: () => Promise.resolve(),
      classify: asAppError,
      backfill: HOUR,
    };
    const before = { stats: await store.events.stats(), last: await store.events.lastSequence() };
    await pollPage(quiet, deps, new AbortController().signal);
    await store.backup(join(cloud.folder, 'before.db'));

    for (let round = 0; round < 20; round += 1) {
      cloud.clock.advance(MINUTE);
      expect(await pollPage(quiet, deps, new AbortController().signal)).toMatchObject({ kind: 'page' });
    }

    const after = await store.events.stats();
    expect(after.events).toBe(before.stats.events);
    expect(await store.events.lastSequence()).toBe(before.last);
    // One row for the cursor, rewritten by each poll: the database does not grow.
    await store.backup(join(cloud.folder, 'after.db'));
    expect(statSync(join(cloud.folder, 'after.db')).size).toBe(statSync(join(cloud.folder, 'before.db')).size);
    expect((await store.events.cursor(quiet.id))?.observedThrough).toBe(cloud.clock.now());
  });

  it('makes an incident of itself when it loses the right to read', async () => {
    const {
      cloud,
      daemon: { app, store },
    } = await watching();
    await app.pollAll();
    cloud.aws.cloud.faults.deny('cloudtrail:LookupEvents');
    cloud.clock.advance(10 * MINUTE);

    await app.tick();

    const [incident] = await store.incidents.list({ open: true });
    expect(incident?.subject.kind).toBe('source');
    expect(incident?.findings[0]?.detector).toBe('source-blind');
    expect(incident?.findings[0]?.reason).toContain('cannot be read');
    expect((await app.health()).status).toBe('blind');
  });

  it('says it once while it lasts, and reads on where it stopped when the right is back', async () => {
    const {
      cloud,
      daemon: { app, store },
    } = await watching();
    await app.pollAll();
    const lift = cloud.aws.cloud.faults.deny('cloudtrail:LookupEvents');
    for (let round = 0; round < 5; round += 1) {
      cloud.clock.advance(10 * MINUTE);
      await app.tick();
    }
    cloud.aws.cloud.loadRecords(recent(cloud.clock.now()));
    lift();
    cloud.clock.advance(10 * MINUTE);

    await app.tick();

    expect(await store.incidents.list({ open: true })).toHaveLength(1);
    expect((await store.events.search({ action: 'DescribeStacks' }, { limit: 10 })).rows).not.toHaveLength(0);
    expect((await app.health()).status).toBe('ok');
  });

  it('keeps each advance of a last-used stamp as a usage event', async () => {
    const {
      cloud,
      daemon: { app, store },
    } = await watching();
    const { cloud: aws } = cloud.aws;
    aws.createUser({ name: 'batch', allow: ['s3:*'] });
    const key = aws.createKey('batch');
    await app.pollAll();
    cloud.clock.advance(HOUR);
    aws.call({ as: key.id, service: 's3', action: 'GetObject', ip: '198.51.100.9' });
    cloud.clock.advance(HOUR);

    await app.pollAll();

    const { rows } = await store.events.search({ credential: key.id }, { limit: 10 });
    expect(rows.map(({ action, target }) => [action, target])).toContainEqual([
      'last used',
      expect.stringContaining('s3'),
    ]);
  });

  it('asks again within minutes for a list of credentials that could not be read', async () => {
    const {
      cloud,
      daemon: { app, store },
    } = await watching();
    const { cloud: aws } = cloud.aws;
    aws.createUser({ name: 'batch', allow: ['s3:*'] });
    const { id } = aws.createKey('batch');
    aws.faults.next({ action: 'ListUsers' }, { kind: 'reset-before' });
    await app.tick();
    expect(await store.credentials.get(`aws:${id}`)).toBeNull();

    cloud.clock.advance(6 * MINUTE);
    await app.tick();

    expect(await store.credentials.get(`aws:${id}`)).toMatchObject({ state: 'active' });
  });

  it('remembers a span that the provider had forgotten before it was read, also after a restart', async () => {
    const { cloud, daemon: first } = await watching();
    await first.app.pollAll();
    await first.close();
    cloud.clock.advance(100 * DAY);
    daemon = await cloud.open();
    await daemon.app.pollAll();
    await daemon.close();

    daemon = await cloud.open();

    const [lookup] = (await daemon.app.health()).sources;
    expect(lookup?.blind.map(({ reason }) => reason)).toContain('gap');
    const said = (await coverageOf(daemon.store)).notVisible;
    expect(said.filter((one) => one.includes('keeps the event history for 90 days'))).toHaveLength(1);
  });

  it('refuses a second owner of the same database', async () => {
    const { cloud } = await watching();

    await expect(cloud.open()).rejects.toMatchObject({ code: 'STORE_IN_USE' });
  });
});

/** A source that answers and has nothing new; our own calls would be news in a real log. */
function quietSource(like: Source | undefined): Source {
  if (like === undefined) throw new Error('nothing is watched');
  return {
    ...like,
    id: 'quiet',
    poll: (_cursor, { now }) =>
      Promise.resolve({ deliveries: [], next: { v: 1, now }, more: false, observedThrough: now }),
  };
}

/** Ordinary records of the story's pipeline, moved into the last half hour. */
function recent(now: number): ReturnType<typeof leakedKeyRecords> {
  return leakedKeyRecords()
    .slice(0, 20)
    .map((record, index) => ({
      ...record,
      eventTime: new Date(now - (30 - index) * MINUTE).toISOString().replace('.000', ''),
    }));
}
