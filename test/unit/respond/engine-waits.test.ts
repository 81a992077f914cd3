import { describe, expect, it } from 'vitest';
import { drainPerformer } from '../../../src/respond/engine/drain.ts';
import { soakPerformer } from '../../../src/respond/engine/soak.ts';
import type { UsageSince } from '../../../src/respond/saga-types.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { NOON } from '../../support/plan-inputs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const target = {
  key: 'fake:key-1',
  account: '',
  label: '',
  params: { credential: 'fake:key-1', quiet: String(HOUR), deadline: String(DAY), time: String(DAY) },
};
const receipt = { at: NOON, fields: {} };

async function drained(now: number, use: Partial<UsageSince>): Promise<string> {
  const clock = new FakeClock(now);
  const usage = (): Promise<UsageSince> =>
    Promise.resolve({ last: null, by: '', rhythm: 0, observedThrough: now, lag: 0, ...use });
  const result = await drainPerformer({ clock, usage }).verify(target, receipt);
  return result.kind === 'not-yet' ? `not-yet, again in ${String(result.retryAfter / MINUTE)} min` : result.kind;
}

describe('waiting for the old credential to fall out of use', () => {
  it('waits as long as consumers may use what they have cached', async () => {
    expect(await drained(NOON + 59 * MINUTE, {})).toBe('not-yet, again in 1 min');
    expect(await drained(NOON + HOUR, {})).toBe('verified');
  });

  it('begins anew with each use', async () => {
    expect(await drained(NOON + 90 * MINUTE, { last: NOON + 50 * MINUTE })).toBe('not-yet, again in 20 min');
    expect(await drained(NOON + 110 * MINUTE, { last: NOON + 50 * MINUTE })).toBe('verified');
  });

  it('waits twice the lag of the log where that is longer', async () => {
    expect(await drained(NOON + HOUR, { lag: 40 * MINUTE })).toBe('not-yet, again in 20 min');
  });

  it('waits as long as the longest pause that the credential has made before', async () => {
    expect(await drained(NOON + 7 * HOUR, { rhythm: 8 * HOUR })).toBe('not-yet, again in 60 min');
    expect(await drained(NOON + 8 * HOUR, { rhythm: 8 * HOUR })).toBe('verified');
  });

  it('does not take an unread log for silence', async () => {
    expect(await drained(NOON + 2 * HOUR, { observedThrough: NOON + 10 * MINUTE })).toBe('not-yet, again in 1 min');
  });

  it('asks a person when the deadline passes, and says who still uses it', async () => {
    const clock = new FakeClock(NOON + DAY);
    const usage = (): Promise<UsageSince> =>
      Promise.resolve({
        last: NOON + DAY - MINUTE,
        by: 'alice from 198.51.100.7',
        rhythm: 0,
        observedThrough: NOON + DAY,
        lag: 0,
      });

    const result = await drainPerformer({ clock, usage }).verify(target, receipt);

    expect(result).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(result)).toContain('alice from 198.51.100.7');
  });

  it('calls nothing', async () => {
    const clock = new FakeClock(NOON);
    const performer = drainPerformer({ clock, usage: () => Promise.reject(new Error('not now')) });

    expect(await performer.apply(target, 'key', {})).toEqual({ at: NOON, fields: {} });
  });
});

describe('letting a stopped credential rest', () => {
  it('lasts a day from the stop', async () => {
    const clock = new FakeClock(NOON + DAY - HOUR);

    expect(await soakPerformer(clock).verify(target, receipt)).toMatchObject({ kind: 'not-yet', retryAfter: HOUR });
    clock.set(NOON + DAY);
    expect(await soakPerformer(clock).verify(target, receipt)).toMatchObject({ kind: 'verified' });
  });
});
