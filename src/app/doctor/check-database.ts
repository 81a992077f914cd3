import { stat } from 'node:fs/promises';
import type { CheckResult } from '../../core/connector.ts';
import { messageOf } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import { isoTime, MINUTE, SECOND } from '../../core/time.ts';
import { blind, fail, ok, warn } from '../../kit/check-results.ts';
import { count } from '../../report/lines.ts';

/** Unparsed records that are looked at for their reasons. */
const LOOKED_AT = 10_000;
/** Records may be dated a little ahead: the clocks of providers are not ours. */
const CLOCK_SLACK = 10 * MINUTE;

/** The database: whole, how large, who works on it, and what in it could not be read. */
export async function checkDatabase(store: Store, path: string, now: Millis): Promise<readonly CheckResult[]> {
  const stats = await store.events.stats();
  const problems = await store.check();
  const size = await sizeOf(path);
  const span =
    stats.firstEvent === null || stats.lastEvent === null
      ? ''
      : `, ${isoTime(stats.firstEvent)} to ${isoTime(stats.lastEvent)}`;
  return [
    ok('file', `${path}, ${size}, schema ${store.schemaVersion}`),
    ok('content', `${count(stats.events, 'event')}${span}`),
    ...(problems.length === 0
      ? [ok('integrity', 'sound')]
      : problems.map((problem) =>
          fail('integrity', problem, 'Restore the last backup, or run `keywatch scan` into a new database.'),
        )),
    await checkUnparsed(store, stats.unparsed),
    await checkWorker(store, now),
    checkClock(await newestMoment(store, stats.lastEvent), now),
  ];
}

async function sizeOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    return `${(size / 1_000_000).toFixed(1)} MB`;
  } catch (error) {
    return `size unknown (${messageOf(error)})`;
  }
}

async function checkUnparsed(store: Store, total: number): Promise<CheckResult> {
  if (total === 0) return ok('unparsed', 'every record could be read');
  const reasons = new Map<string, number>();
  for (const { reason } of await store.events.unparsed(LOOKED_AT)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const list = [...reasons].sort(([, a], [, b]) => b - a).slice(0, 5);
  const fact = `${count(total, 'record')} could not be read: ${list.map(([reason, times]) => `${times} x ${reason}`).join(', ')}`;
  return blind('unparsed', fact, 'Look at them with `keywatch unparsed`.');
}

async function checkWorker(store: Store, now: Millis): Promise<CheckResult> {
  const holder = await store.leases.holder('detection', now);
  return ok(
    'at work',
    holder === null ? 'nobody works on it now' : `${holder.split('/').slice(0, 2).join(', process ')} works on it now`,
  );
}

/** The latest moment that anything stored claims to have seen. */
async function newestMoment(store: Store, lastEvent: Millis | null): Promise<Millis> {
  const read = (await store.events.cursors()).map(({ observedThrough }) => observedThrough);
  return Math.max(lastEvent ?? 0, ...read);
}

function checkClock(newest: Millis, now: Millis): CheckResult {
  if (newest <= now + CLOCK_SLACK)
    return ok('clock', `${isoTime(Math.floor(now / SECOND) * SECOND)}, not behind anything stored`);
  return warn(
    'clock',
    `it says ${isoTime(now)}, and the database knows ${isoTime(newest)} already`,
    'Set the clock by NTP; else the newest events are judged too early or too late.',
  );
}
