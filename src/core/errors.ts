/**
 * What went wrong, in the one vocabulary that decides what happens next.
 * `auth` and `forbidden` mean that we are going blind, which is a finding itself.
 */
export type FailureKind =
  | 'auth'
  | 'forbidden'
  | 'rate-limited'
  | 'transient'
  | 'not-found'
  | 'conflict'
  | 'unsupported'
  | 'bad-input'
  | 'config'
  | 'storage'
  | 'aborted'
  | 'provider-bug'
  | 'our-bug';

export interface AppErrorDetails {
  /** Stable, for people to search: `STORE_LOCKED`, `CONFIG_UNKNOWN_KEY`. */
  readonly code: string;
  readonly kind: FailureKind;
  /** What to do next, as one imperative sentence. */
  readonly hint?: string;
  /** For `rate-limited`: how long the provider asked us to wait, in ms. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** An expected failure: the message names what happened to what, the hint what to do next. */
export class AppError extends Error {
  readonly code: string;
  readonly kind: FailureKind;
  readonly hint: string;
  readonly retryAfter: number | undefined;

  constructor(message: string, details: AppErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'AppError';
    this.code = details.code;
    this.kind = details.kind;
    this.hint = details.hint ?? '';
    this.retryAfter = details.retryAfter;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
