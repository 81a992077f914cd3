import type { FailureKind } from '../../src/core/errors.ts';
import { AppError } from '../../src/core/errors.ts';
import { SECOND } from '../../src/core/time.ts';
import { kindOfError } from '../../src/kit/error-kinds.ts';
import { redact } from '../../src/kit/redact.ts';

interface Meaning {
  readonly kind: FailureKind;
  readonly hint: string;
}

const CREDENTIALS = 'Check the credentials of the AWS connector; `keywatch doctor` shows which ones it uses.';
const GRANT = 'Grant the permission named in the message, see connectors/aws/README.md.';

/** Names that services throw by, with `Exception` cut off. Source: each service's list of common errors. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ExpiredToken: { kind: 'auth', hint: CREDENTIALS },
  InvalidClientTokenId: { kind: 'auth', hint: CREDENTIALS },
  UnrecognizedClient: { kind: 'auth', hint: CREDENTIALS },
  InvalidAccessKeyId: { kind: 'auth', hint: CREDENTIALS },
  SignatureDoesNotMatch: { kind: 'auth', hint: 'Check the secret access key and the clock of this machine.' },
  InvalidSignature: { kind: 'auth', hint: 'Check the secret access key and the clock of this machine.' },
  RequestExpired: { kind: 'auth', hint: 'Check the clock of this machine.' },
  RequestTimeTooSkewed: { kind: 'auth', hint: 'Check the clock of this machine.' },
  CredentialsProviderError: {
    kind: 'auth',
    hint: 'Run where a role is attached, set AWS_PROFILE or AWS_ACCESS_KEY_ID, or name `credentials` under connectors.aws.',
  },
  AccessDenied: { kind: 'forbidden', hint: GRANT },
  UnauthorizedOperation: { kind: 'forbidden', hint: GRANT },
  KMSAccessDenied: { kind: 'forbidden', hint: 'Grant kms:Decrypt on the key of the bucket or queue.' },
  Throttling: { kind: 'rate-limited', hint: '' },
  Throttled: { kind: 'rate-limited', hint: '' },
  TooManyRequests: { kind: 'rate-limited', hint: '' },
  RequestLimitExceeded: { kind: 'rate-limited', hint: '' },
  RequestThrottled: { kind: 'rate-limited', hint: '' },
  SlowDown: { kind: 'rate-limited', hint: '' },
  NoSuchEntity: { kind: 'not-found', hint: '' },
  NoSuchKey: { kind: 'not-found', hint: '' },
  NotFound: { kind: 'not-found', hint: '' },
  ResourceNotFound: { kind: 'not-found', hint: '' },
  TrailNotFound: { kind: 'not-found', hint: '' },
  NoSuchBucket: { kind: 'config', hint: 'Check the bucket name of the S3 source.' },
  QueueDoesNotExist: { kind: 'config', hint: 'Check the queue address of the SQS source.' },
  'AWS.SimpleQueueService.NonExistentQueue': { kind: 'config', hint: 'Check the queue address of the SQS source.' },
  PermanentRedirect: { kind: 'config', hint: 'Set the region of the bucket.' },
  LimitExceeded: { kind: 'conflict', hint: 'Free a slot first: the account or user is at its limit.' },
  EntityAlreadyExists: { kind: 'conflict', hint: '' },
  DeleteConflict: { kind: 'conflict', hint: '' },
  ConcurrentModification: { kind: 'conflict', hint: '' },
  EntityTemporarilyUnmodifiable: { kind: 'conflict', hint: '' },
  ServiceFailure: { kind: 'transient', hint: '' },
  InternalFailure: { kind: 'transient', hint: '' },
  InternalError: { kind: 'transient', hint: '' },
  InternalServerError: { kind: 'transient', hint: '' },
  ServiceUnavailable: { kind: 'transient', hint: '' },
  InvalidNextToken: { kind: 'conflict', hint: '' },
  SubscriptionRequired: {
    kind: 'unsupported',
    hint: 'Switch the source off, or take a support plan that includes it.',
  },
  OptInRequired: { kind: 'unsupported', hint: 'Enable the region, or leave it out of the configuration.' },
  RegionDisabled: { kind: 'unsupported', hint: 'Enable the region, or leave it out of the configuration.' },
};

/** Answers that are not what the service speaks: HTML of a proxy, a cut-off body. */
const UNREADABLE = new Set(['SyntaxError', 'Unknown', 'UnknownError', 'Error', 'TypeError']);

/** An error of the SDK as one of ours. The message holds the service's own words with secrets masked. */
export function awsError(what: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const name = errorName(error);
  const meaning = MEANINGS[name.replace(/Exception$/, '')] ?? byStatus(name, statusOf(error)) ?? byShape(error, name);
  return new AppError(`${what}: ${wordsOf(error, name)}`, {
    code: `AWS_${meaning.kind.toUpperCase().replaceAll('-', '_')}`,
    kind: meaning.kind,
    hint: meaning.hint,
    ...(meaning.kind === 'rate-limited' ? { retryAfter: retryAfterOf(error) } : {}),
  });
}

/** Options of `send` of every SDK client. */
export interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

/**
 * Makes one request and turns whatever it throws into an `AppError`. With a signal it ends at once
 * when told to: the SDK by itself would first wait for credentials that somebody else is fetching.
 */
export async function asking<T>(
  what: string,
  request: (options: SendOptions) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return await (signal === undefined ? request({}) : untilAborted(request, signal));
  } catch (error) {
    throw awsError(what, error);
  }
}

function untilAborted<T>(request: (options: SendOptions) => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new DOMException('aborted', 'AbortError'));
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    request({ abortSignal: signal })
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The name to look up: the modeled one, else the code on the wire (query services have both). */
export function errorName(error: unknown): string {
  const named = textMember(error, 'name');
  const wire = textMember(error, 'Code');
  return (named === '' || named === 'Error') && wire !== '' ? wire : named;
}

function statusOf(error: unknown): number {
  const status = member(member(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' ? status : 0;
}

function byStatus(name: string, status: number): Meaning | null {
  if (status >= 500) return { kind: 'transient', hint: '' };
  if (status === 429) return { kind: 'rate-limited', hint: '' };
  if (UNREADABLE.has(name) && status >= 200) {
    return { kind: 'provider-bug', hint: 'Look for a proxy or a wrong endpoint between here and AWS.' };
  }
  if (status === 401) return { kind: 'auth', hint: CREDENTIALS };
  if (status === 403) return { kind: 'forbidden', hint: GRANT };
  if (status === 404) return { kind: 'not-found', hint: '' };
  return status >= 400 ? { kind: 'bad-input', hint: '' } : null;
}

function byShape(error: unknown, name: string): Meaning {
  const kind = kindOfError(error);
  if (kind !== 'our-bug') return { kind, hint: '' };
  return name === 'SyntaxError' ? { kind: 'provider-bug', hint: '' } : { kind: 'our-bug', hint: 'Please report this.' };
}

/** What the service said, fit to be printed: no secret, no page of HTML. */
function wordsOf(error: unknown, name: string): string {
  // A parser's message quotes what it read, which may be an answer with secrets in it.
  if (UNREADABLE.has(name) && name !== 'Error') return 'the answer could not be read';
  const message = redact(textMember(error, 'message')).slice(0, 400);
  const label = textMember(error, 'code') || name;
  return message === '' ? label : label === '' || message.includes(label) ? message : `${message} (${label})`;
}

/** CloudTrail allows two requests a second and says no more; others ask for a wait in a header. */
function retryAfterOf(error: unknown): number {
  const seconds = Number(member(member(member(error, '$response'), 'headers'), 'retry-after'));
  return seconds > 0 ? seconds * SECOND : 2 * SECOND;
}

function textMember(value: unknown, name: string): string {
  const text = member(value, name);
  return typeof text === 'string' ? text : '';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
