import { AppError, type FailureKind } from '../../../src/core/errors.ts';

/** What GitHub says of things that are not there and of things that we may not see alike. */
const NOT_THERE: ReadonlySet<FailureKind> = new Set(['not-found', 'forbidden', 'unsupported']);

/** The answer, or null where GitHub knows no such thing or does not show it to us. */
export async function orNull<T>(request: () => Promise<T>): Promise<T | null> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof AppError && NOT_THERE.has(error.kind)) return null;
    throw error;
  }
}
