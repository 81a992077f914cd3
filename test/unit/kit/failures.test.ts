import { describe, expect, it } from 'vitest';
import { AppError, type FailureKind } from '../../../src/core/errors.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { classify, nextDelay, parseRetryAfter, retryOf } from '../../../src/kit/failures.ts';

const KINDS: readonly FailureKind[] = [
  'auth',
  'forbidden',
  'rate-limited',
  'transient',
  'not-found',
  'conflict',
  'unsupported',
  'bad-input',
  'config',
  'storage',
  'aborted',
  'provider-bug',
  'our-bug',
];
const NEVER: ReadonlySet<FailureKind> = new Set([
  'auth',
  'forbidden',
  'not-found',
  'unsupported',
  'bad-input',
  'config',
  'aborted',
  'our-bug',
]);

describe('retryOf', () => {
  it.each(KINDS)('%s', (kind) => {
    expect(retryOf(kind)).toEqual({ kind: NEVER.has(kind) ? 'never' : 'backoff' });
  });

  it('obeys what the provider asked for, within reason', () => {
    expect(retryOf('rate-limited', 7000)).toEqual({ kind: 'after', ms: 7000 });
    expect(retryOf('transient', 0)).toEqual({ kind: 'after', ms: 0 });
    expect(retryOf('rate-limited', -5)).toEqual({ kind: 'after', ms: 0 });
    expect(retryOf('rate-limited', Number.NaN)).toEqual({ kind: 'backoff' });
    expect(retryOf('rate-limited', 1e12)).toEqual({ kind: 'after', ms: 24 * HOUR });
  });

  it('does not try again what cannot succeed, even when asked to', () => {
    expect(retryOf('auth', 1000)).toEqual({ kind: 'never' });
  });
});

describe('classify', () => {
  it('takes an AppError at its word', () => {
    const error = new AppError('throttled', { code: 'X', kind: 'rate-limited', retryAfter: 3000 });

    expect(classify(error)).toEqual({ kind: 'rate-limited', retry: { kind: 'after', ms: 3000 }, message: 'throttled' });
  });

  it('asks the rows of the caller first', () => {
    const rows = [() => null, (error: unknown) => (error instanceof RangeError ? 'conflict' : null)] as const;

    expect(classify(new RangeError('x'), rows).kind).toBe('conflict');
    expect(classify(new TypeError('x'), rows).kind).toBe('our-bug');
  });

  it('calls what nobody knows our bug', () => {
    expect(classify('just text')).toEqual({ kind: 'our-bug', retry: { kind: 'never' }, message: 'just text' });
    expect(classify(undefined).kind).toBe('our-bug');
  });
});

describe('nextDelay', () => {
  it('doubles its bound up to the cap', () => {
    const bounds = [1, 2, 3, 4, 20, 5000].map((attempt) => nextDelay({ kind: 'transient' }, attempt, () => 0.999999));

    expect(bounds).toEqual([999, 1999, 3999, 7999, 5 * MINUTE - 1, 5 * MINUTE - 1]);
  });

  it('spreads over the whole range', () => {
    expect(nextDelay({ kind: 'transient' }, 3, () => 0)).toBe(0);
    expect(nextDelay({ kind: 'transient' }, 3, () => 0.5)).toBe(2000);
  });

  it('waits at least as long as it was asked to', () => {
    const failure = { kind: 'rate-limited', retry: { kind: 'after', ms: 7 * SECOND } } as const;

    expect(nextDelay(failure, 1, () => 0)).toBe(7 * SECOND);
    expect(nextDelay(failure, 9, () => 0.5)).toBe(7.5 * SECOND);
  });

  it('is null for what must not be tried again', () => {
    for (const kind of NEVER) expect(nextDelay({ kind }, 1, () => 0.5)).toBeNull();
    expect(nextDelay({ kind: 'transient', retry: { kind: 'never' } }, 1, () => 0.5)).toBeNull();
  });

  it('takes nonsense attempts for the first', () => {
    expect(nextDelay({ kind: 'transient' }, 0, () => 0.5)).toBe(500);
    expect(nextDelay({ kind: 'transient' }, -3, () => 0.5)).toBe(500);
  });
});

describe('parseRetryAfter', () => {
  const now = Date.UTC(2026, 10, 23, 20, 0, 0);

  it.each([
    ['120', 120_000],
    [' 5 ', 5000],
    ['0', 0],
    ['Mon, 23 Nov 2026 20:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 19:00:00 GMT', 0],
  ])('%s', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });

  it.each([null, undefined, '', 'soon', '-5', '1.5', '2026-11-23'])('%j says nothing', (header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });
});
