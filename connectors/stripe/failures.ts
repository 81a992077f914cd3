import type { FailureKind } from '../../src/core/errors.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Millis } from '../../src/core/time.ts';
import { SECOND } from '../../src/core/time.ts';
import { kindOfError, kindOfStatus } from '../../src/kit/error-kinds.ts';
import { redact } from '../../src/kit/redact.ts';
import { objectOf, textOf } from './json.ts';

interface Meaning {
  readonly kind: FailureKind;
  readonly hint: string;
  readonly retryAfter?: Millis;
}

/** Limits are per second: a few seconds are polite, and Stripe seldom names a time. */
const LEAST_WAIT: Millis = 5 * SECOND;
const LONGEST_WAIT: Millis = 600 * SECOND;
const README = 'see connectors/stripe/README.md';

/**
 * An error of Stripe's client as one of ours. The client's own carries the answer and headers: nothing of it goes on
 * but Stripe's words with secrets masked, and it is never the cause.
 */
export function stripeError(what: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const status = Number(member(error, 'statusCode') ?? 0);
  const meaning = isUnreadable(error) ? unreadable() : status > 0 ? byStatus(status, error) : byShape(error);
  return new AppError(`${what}: ${wordsOf(status, error, meaning)}`, {
    code:
      stripeCode(error) === 'account_invalid'
        ? 'STRIPE_ACCOUNT_GONE'
        : `STRIPE_${meaning.kind.toUpperCase().replaceAll('-', '_')}`,
    ...meaning,
  });
}

export function aborted(what: string): AppError {
  return new AppError(`${what}: stopped`, { code: 'STRIPE_ABORTED', kind: 'aborted' });
}

/** The answer is JSON of another shape than documented. */
export function unexpected(what: string): AppError {
  return new AppError(`${what}: the answer has an unexpected shape`, {
    code: 'STRIPE_SHAPE',
    kind: 'provider-bug',
    hint: 'Look for a newer version of keywatch.',
  });
}

/** The name that Stripe gives the error: `resource_missing`, `api_key_expired`; '' when it gives none. */
export function stripeCode(error: unknown): string {
  return textOf(member(error, 'code'));
}

/** A page of a proxy, or a body that was cut off: the client fails to parse it, whatever the status was. */
function isUnreadable(error: unknown): boolean {
  return textOf(member(error, 'message')).startsWith('Invalid JSON received from the Stripe API');
}

function unreadable(): Meaning {
  return { kind: 'provider-bug', hint: 'Look for a proxy or a wrong base-url between here and Stripe.' };
}

function byStatus(status: number, error: unknown): Meaning {
  if (status === 401) {
    const hint = `Replace the restricted key of the Stripe connector: it was revoked, expired or mistyped; ${README}.`;
    return { kind: 'auth', hint };
  }
  if (status === 403)
    return { kind: 'forbidden', hint: `Give the restricted key the permission that is missing, ${README}.` };
  if (status === 429 || stripeCode(error) === 'rate_limit' || stripeCode(error) === 'lock_timeout') {
    return { kind: 'rate-limited', hint: '', retryAfter: waitOf(error) };
  }
  return { kind: kindOfStatus(status), hint: '' };
}

function waitOf(error: unknown): Millis {
  const asked = Number(objectOf(member(error, 'headers'))['retry-after']) * SECOND;
  return asked > 0 ? Math.min(asked, LONGEST_WAIT) : LEAST_WAIT;
}

/** The client wraps what the network said in `detail`, a class of its own around everything. */
function byShape(error: unknown): Meaning {
  const inner = member(error, 'detail');
  const kind = kindOfError(inner instanceof Error ? inner : error);
  if (kind !== 'our-bug') return { kind, hint: '' };
  const isConnection = textOf(member(error, 'type')) === 'StripeConnectionError' || inner instanceof TypeError;
  return isConnection || error instanceof TypeError
    ? { kind: 'transient', hint: '' }
    : { kind, hint: 'Please report this.' };
}

function wordsOf(status: number, error: unknown, meaning: Meaning): string {
  if (meaning.kind === 'provider-bug') return 'the answer could not be read';
  if (status === 0)
    return `no answer (${redact(textOf(member(member(error, 'detail'), 'name')) || textOf(member(error, 'type')) || textOf(member(error, 'name')))})`;
  const said = textOf(member(error, 'message'));
  return said === '' ? `HTTP ${status}` : `${redact(said.replace(MASKED_KEY, '[key]')).slice(0, 300)} (HTTP ${status})`;
}

/** Stripe repeats the key that it refuses, with its beginning and its end left in clear. */
const MASKED_KEY = /\b(?:sk|rk|pk|ek)_[A-Za-z0-9_*]+/g;

/**
 * What an error says about the key that asked: Stripe refuses it (`ended`: and says that it expired), knows it but does
 * not let it do this, or has not answered for certain: a page of a proxy may have any status.
 */
export function verdictOnKey(error: unknown): 'ended' | 'refused' | 'known' | 'unclear' {
  if (isUnreadable(error) || !STRIPE_TYPES.has(textOf(member(error, 'rawType')))) return 'unclear';
  const status = Number(member(error, 'statusCode') ?? 0);
  if (status === 401 && stripeCode(error) === 'api_key_expired') return 'ended';
  // A key that is kept to certain addresses is refused as well, and lives: only these words say that there is none.
  if (status === 401)
    return textOf(member(error, 'message')).startsWith('Invalid API Key provided') ? 'refused' : 'unclear';
  return status === 403 ? 'known' : 'unclear';
}

/** Types of errors that Stripe writes for a key that it does not take, or does not take for this. */
const STRIPE_TYPES = new Set(['invalid_request_error', 'authentication_error', 'permission_error']);

/** Why there is no verdict, in a few words that hold nothing of the answer. */
export function obstacleOf(error: unknown): string {
  const status = Number(member(error, 'statusCode') ?? 0);
  if (isUnreadable(error)) return 'a page that is not Stripe’s answer';
  return status === 0 ? 'no answer' : `HTTP ${status}`;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
