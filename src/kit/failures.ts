import { AppError, type FailureKind, messageOf } from '../core/errors.ts';
import { HOUR, MINUTE, type Millis, SECOND } from '../core/time.ts';
import { kindOfError } from './error-kinds.ts';

/** `never`: not in this run; a schedule asks again at its next turn. */
export type Retry =
  | { readonly kind: 'never' }
  | { readonly kind: 'after'; readonly ms: Millis }
  | { readonly kind: 'backoff' };

/** What went wrong and what to do about it. */
export interface Failure {
  readonly kind: FailureKind;
  readonly retry: Retry;
  /** Of the error itself. Providers may put anything in here: redact and escape on output. */
  readonly message: string;
}

interface Behaviour {
  readonly retry: 'never' | 'backoff';
  /** Upper bound of the first wait, and of any wait. */
  readonly base: Millis;
  readonly cap: Millis;
}

const NEVER: Behaviour = { retry: 'never', base: 0, cap: 0 };

const BEHAVIOUR: Readonly<Record<FailureKind, Behaviour>> = {
  auth: NEVER,
  forbidden: NEVER,
  'rate-limited': { retry: 'backoff', base: 5 * SECOND, cap: 15 * MINUTE },
  transient: { retry: 'backoff', base: SECOND, cap: 5 * MINUTE },
  'not-found': NEVER,
  conflict: { retry: 'backoff', base: SECOND, cap: MINUTE },
  unsupported: NEVER,
  'bad-input': NEVER,
  config: NEVER,
  storage: { retry: 'backoff', base: SECOND, cap: MINUTE },
  aborted: NEVER,
  'provider-bug': { retry: 'backoff', base: 30 * SECOND, cap: HOUR },
  'our-bug': NEVER,
};

/** A provider that asks for more than this is asked again by the schedule instead. */
const LONGEST_ASKED_WAIT = 24 * HOUR;

/** Retry for a kind; `retryAfter` is what the provider asked for, in ms. */
export function retryOf(kind: FailureKind, retryAfter?: Millis): Retry {
  if (BEHAVIOUR[kind].retry === 'never') return { kind: 'never' };
  if (retryAfter === undefined || !Number.isFinite(retryAfter)) return { kind: 'backoff' };
  return { kind: 'after', ms: Math.min(Math.max(0, retryAfter), LONGEST_ASKED_WAIT) };
}

/** Puts anything thrown into the table. `rows` are a caller's own and are asked first. */
export function classify(error: unknown, rows: readonly FailureRow[] = []): Failure {
  const message = messageOf(error);
  for (const row of rows) {
    const kind = row(error);
    if (kind !== null) return { kind, retry: retryOf(kind), message };
  }
  if (error instanceof AppError) return { kind: error.kind, retry: retryOf(error.kind, error.retryAfter), message };
  const kind = kindOfError(error);
  return { kind, retry: retryOf(kind), message };
}

/** One row that a connector adds to the table: the kind, or null when it is not about this error. */
export type FailureRow = (error: unknown) => FailureKind | null;

/**
 * How long to wait before attempt number `attempt` + 1; full jitter: anything from 0 to the
 * doubled bound, so that many clients do not return together.
 * @param attempt how many have failed so far, 1 at first
 * @param random a number in [0, 1)
 * @returns null when it must not be tried again in this run
 */
export function nextDelay(
  failure: { readonly kind: FailureKind; readonly retry?: Retry },
  attempt: number,
  random: () => number,
): Millis | null {
  const { retry, base, cap } = BEHAVIOUR[failure.kind];
  const asked = failure.retry ?? { kind: retry };
  if (retry === 'never' || asked.kind === 'never') return null;
  const bound = Math.min(cap, base * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  // An exact wait gets a little jitter on top: everybody was told the same number.
  if (asked.kind === 'after') return Math.ceil(asked.ms + random() * Math.min(SECOND, bound));
  return Math.floor(random() * bound);
}

/** `Retry-After` in ms: seconds or an HTTP date; undefined when absent or unreadable. */
export function parseRetryAfter(header: string | null | undefined, now: Millis): Millis | undefined {
  if (header === null || header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND;
  const date = Date.parse(text);
  return Number.isNaN(date) || !/[a-z]/i.test(text) ? undefined : Math.max(0, date - now);
}
