import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { BATCH_EPOCH, makeBatch, Traffic } from '../../../support/batches.ts';
import { makeCommit } from '../../../support/findings.ts';
import { useStores } from '../../../support/stores.ts';
import { useTempFolders } from '../../../support/temp-folder.ts';

const folder = useTempFolders();
const open = useStores();
const SEEN = BATCH_EPOCH;

/** Looks at the file beside the store. */
function look(path: string, sql: string): readonly Readonly<Record<string, number | string>>[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare<unknown[], Readonly<Record<string, number | string>>>(sql).all();
  } finally {
    db.close();
  }
}

describe('an SQLite store', () => {
  it('keeps everything when it is closed and opened again', async () => {
    const path = join(folder(), 'k.db');
    const first = await open(path);
    const batch = new Traffic({ seed: 1, size: 40 }).batch(0);
    await first.events.append(batch, { seenAt: SEEN });
    await first.detection.commit(makeCommit({ position: 1, snapshot: Uint8Array.of(5) }));
    await first.close();

    const again = await open(path);

    expect((await again.events.readBatch(1)).batch.evidence).toEqual(batch.evidence);
    expect((await again.events.append(batch, { seenAt: SEEN })).fresh).toEqual(new Uint8Array(40));
    expect((await again.detection.load()).position).toBe(1);
    await again.close();
    // Closing twice is what happens when a test helper closes too.
    await again.close();
  });

  it('writes ahead, so that readers never wait for the writer', async () => {
    const path = join(folder(), 'k.db');
    const writer = await open(path);
    await writer.events.append(new Traffic({ seed: 1, size: 40 }).batch(0), { seenAt: SEEN });

    const reader = await open(path, { readOnly: true });
    const lock = new Database(path);
    lock.exec('BEGIN IMMEDIATE');

    expect((await reader.events.search({}, { limit: 100 })).rows).toHaveLength(40);
    expect(look(path, 'PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    lock.close();
  });

  it('sees what another process has added meanwhile', async () => {
    const path = join(folder(), 'k.db');
    const one = await open(path);
    const two = await open(path);
    const traffic = new Traffic({ seed: 2, size: 50, every: 3_600_000 });
    await one.events.append(traffic.batch(0), { seenAt: SEEN });

    const shared = await two.events.append(traffic.batch(0), { seenAt: SEEN });
    await two.events.append(traffic.batch(1), { seenAt: SEEN });
    await one.events.append(traffic.batch(2), { seenAt: SEEN });

    expect(shared.fresh).toEqual(new Uint8Array(50));
    expect((await one.events.search({}, { limit: 500 })).rows).toHaveLength(150);
    expect(await one.check()).toEqual([]);
  });

  it('lets one of two processes have a lease', async () => {
    const path = join(folder(), 'k.db');
    const one = await open(path);
    const two = await open(path);

    expect(await one.leases.acquire('daemon', 'one', 1_000, SEEN)).toBe(1);
    expect(await two.leases.acquire('daemon', 'two', 1_000, SEEN)).toBeNull();
    await one.leases.release('daemon', 'one');
    expect(await two.leases.acquire('daemon', 'two', 1_000, SEEN)).toBe(2);
  });

  it('finishes at the next start what a crash left unsealed', async () => {
    const path = join(folder(), 'k.db');
    const loading = await open(path, { bulk: true });
    await loading.events.append(new Traffic({ seed: 3, size: 300, every: 600_000 }).batch(0), { seenAt: SEEN });
    const before = look(path, 'SELECT DISTINCT sealed FROM partition');
    await loading.close();

    const next = await open(path);

    expect(before).toEqual([{ sealed: 0 }]);
    expect(look(path, 'SELECT DISTINCT sealed FROM partition')).toEqual([{ sealed: 1 }]);
    expect(look(path, "SELECT count(*) AS n FROM sqlite_schema WHERE name LIKE 'event_%_ctx'")[0]?.['n']).toBe(3);
    expect(await next.check()).toEqual([]);
  });

  it('answers a reader who finds it unsealed', async () => {
    const path = join(folder(), 'k.db');
    const loading = await open(path, { bulk: true });
    await loading.events.append(new Traffic({ seed: 3, size: 300, every: 600_000 }).batch(0), { seenAt: SEEN });

    const reader = await open(path, { readOnly: true });

    expect((await reader.events.search({ credential: 'KEY000000' }, { limit: 500 })).rows.length).toBeGreaterThan(10);
    expect((await reader.events.top('credential', {}, 1))[0]?.key).toBe('acme:KEY000000');
    expect(await reader.check()).toEqual([]);
  });

  it('writes no event rows and one small row for what brings nothing new', async () => {
    const path = join(folder(), 'k.db');
    const store = await open(path);
    const batch = new Traffic({ seed: 4, size: 50 }).batch(0);
    await store.events.append(batch, { seenAt: SEEN });
    const count = () =>
      [
        'batch',
        'batch_part',
        'fact',
        'unparsed',
        'name',
        'context',
        'operation',
        'target',
        'rollup_context',
        'event_20261102',
        'place',
      ].map((table) => `${table} ${look(path, `SELECT count(*) AS n FROM ${table}`)[0]?.['n']}`);
    const before = count();
    const cursor = { source: 'acme.trail', cursor: { v: 1 }, observedThrough: SEEN };

    await store.events.append(
      { ...batch, evidence: { ...batch.evidence, place: 'window 2' } },
      { seenAt: SEEN, cursor },
    );
    const after = count();
    await store.events.append(
      { ...batch, evidence: { ...batch.evidence, place: 'window 2' } },
      { seenAt: SEEN, cursor },
    );

    expect(after.filter((line, index) => line !== before[index])).toEqual(['place 2']);
    expect(count()).toEqual(after);
  });

  it('keeps sanitized records when asked to, and gives back each', async () => {
    const store = await open(':memory:', { keepRaw: true });
    const records = Array.from({ length: 20 }, (_, index) => ({ eventName: `é${index}`, filler: 'x'.repeat(index) }));
    const events = records.map((_, position) => ({ time: BATCH_EPOCH + position, position }));
    const { sequence } = await store.events.append(makeBatch(events, { records }), { seenAt: SEEN });

    expect(JSON.parse((await store.events.rawRecord(sequence, 7)) ?? '')).toEqual(records[7]);
    expect(JSON.parse((await store.events.rawRecord(sequence, 19)) ?? '')).toEqual(records[19]);
    expect(await store.events.rawRecord(sequence, 20)).toBeNull();
    expect(await store.events.rawRecord(99, 0)).toBeNull();
  });

  it('keeps no records when not asked to', async () => {
    const store = await open();
    const { sequence } = await store.events.append(makeBatch([{ time: BATCH_EPOCH }], { records: [{ a: 1 }] }), {
      seenAt: SEEN,
    });

    expect(await store.events.rawRecord(sequence, 0)).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('is readable by its owner alone, with all that belongs to it', async () => {
    const path = join(folder(), 'k.db');
    const store = await open(path);
    await store.events.append(makeBatch([{ time: BATCH_EPOCH }]), { seenAt: SEEN });
    await store.backup(`${path}.copy`);

    const modes = [path, `${path}-wal`, `${path}-shm`, `${path}.copy`].map((file) => statSync(file).mode & 0o777);

    expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
  });

  it('writes the journal through to the disk, and never changes it', async () => {
    const path = join(folder(), 'k.db');
    const store = await open(path);
    const plan = { playbook: 'p', incident: 'i', madeAt: 0, hash: '', steps: [], impact: [], refused: [] };
    await store.journal.createRun({ id: 'r', plan, state: 'running', startedAt: 0, approvedBy: '' });
    await store.journal.append({ run: 'r', at: 0, step: 's', state: 'intended', idempotencyKey: '', fields: {} });
    const other = new Database(path);

    expect(() => other.exec("UPDATE journal SET state = 'done'")).toThrow('append-only');
    expect(() => other.exec('DELETE FROM journal')).toThrow('append-only');
    other.close();
  });
});
