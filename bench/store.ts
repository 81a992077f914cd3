import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../src/core/ports.ts';
import { DAY, type Millis } from '../src/core/time.ts';
import { openSqliteStore } from '../src/store/sqlite/open.ts';
import { BATCH_EPOCH, seededRandom, Traffic } from '../test/support/batches.ts';
import { median, percentile } from './child.ts';
import type { Figure } from './figure.ts';

const BATCH = 7_500;
const EVERY: Millis = 2_500;
const KEYS = 2_000;
const QUERIES = 300;

/** Fills a store through `append`, as a scan does, and asks it what people ask. */
export async function benchStore(folder: string, events: number): Promise<readonly Figure[]> {
  const path = join(folder, 'store.db');
  const rates = await fill(path, events);
  const store = await openSqliteStore(path);
  try {
    const { size } = statSync(path);
    const days = Math.floor((events * EVERY) / DAY);
    const keyDay = await keyInOneDay(store, days);
    const top = await topActions(store, days);
    return [
      {
        what: `insert rate of the last million of ${events}, against the first`,
        value: (rates.at(-1) ?? 0) / (rates[0] ?? 1),
        unit: 'x',
        goal: '>= 0.8',
        spread: [],
      },
      { what: 'insert rate, each million', value: median(rates), unit: 'events/s', goal: '', spread: rates },
      { what: 'size of an event with its indexes', value: size / events, unit: 'B', goal: '<= 100', spread: [] },
      {
        what: 'search: a key in one day, p95',
        value: percentile(keyDay, 0.95),
        unit: 'ms',
        goal: '< 5',
        spread: keyDay,
      },
      { what: 'top actions over any range, p95', value: percentile(top, 0.95), unit: 'ms', goal: '< 50', spread: top },
    ];
  } finally {
    await store.close();
  }
}

/** @returns events a second, for each million */
async function fill(path: string, events: number): Promise<readonly number[]> {
  const traffic = new Traffic({ seed: 3, size: BATCH, every: EVERY, keys: KEYS });
  const store = await openSqliteStore(path, { bulk: true });
  const rates: number[] = [];
  const perRate = Math.min(1_000_000, events);
  let spent = 0;
  let counted = 0;
  for (let index = 0; index * BATCH < events; index += 1) {
    // Making the batch is not what is measured.
    const batch = traffic.batch(index);
    const started = performance.now();
    await store.events.append(batch, { seenAt: BATCH_EPOCH });
    spent += performance.now() - started;
    counted += batch.size;
    if (counted < perRate) continue;
    rates.push((counted / spent) * 1000);
    spent = 0;
    counted = 0;
  }
  await store.events.seal();
  await store.close();
  return rates;
}

async function keyInOneDay(store: Store, days: number): Promise<readonly number[]> {
  const random = seededRandom(11);
  return times(async () => {
    const from = BATCH_EPOCH + Math.floor(random() * days) * DAY;
    const credential = `KEY${String(Math.floor(random() * KEYS)).padStart(6, '0')}`;
    await store.events.search({ credential, from, to: from + DAY }, { limit: 100 });
  });
}

async function topActions(store: Store, days: number): Promise<readonly number[]> {
  const random = seededRandom(12);
  return times(async () => {
    const from = BATCH_EPOCH + random() * days * DAY;
    await store.events.top('action', { from, to: from + random() * (days * DAY - (from - BATCH_EPOCH)) }, 10);
  });
}

async function times(ask: () => Promise<void>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let query = 0; query < QUERIES; query += 1) {
    const started = performance.now();
    await ask();
    taken.push(performance.now() - started);
  }
  return taken;
}
