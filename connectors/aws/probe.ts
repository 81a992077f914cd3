import type { CheckResult } from '../../src/core/connector.ts';
import { blind, fail } from '../../src/kit/check-results.ts';
import { awsError } from './failures.ts';

interface Probed<T> {
  /** null when the request failed. */
  readonly value: T | null;
  readonly result: CheckResult;
}

/**
 * Tries one request and says in words how it went.
 * @param permission named when the request is refused
 */
export type Probe = <T>(aspect: string, permission: string, request: () => Promise<Probed<T>>) => Promise<Probed<T>>;

export function prober(signal: AbortSignal): Probe {
  return async (aspect, permission, request) => {
    signal.throwIfAborted();
    try {
      return await request();
    } catch (error) {
      signal.throwIfAborted();
      return { value: null, result: refusal(aspect, permission, error) };
    }
  };
}

function refusal(aspect: string, permission: string, error: unknown): CheckResult {
  const failure = awsError(aspect, error);
  switch (failure.kind) {
    case 'forbidden':
      return fail(
        aspect,
        `the permission ${permission} is missing`,
        `Grant ${permission} to the role that Keywatch reads with.`,
      );
    case 'unsupported':
      return blind(aspect, `not available in this account (${permission})`, failure.hint);
    default:
      return fail(
        aspect,
        failure.message,
        failure.hint === '' ? 'Try again; if it stays, look at the AWS status page.' : failure.hint,
      );
  }
}
