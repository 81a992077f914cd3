import { AppError } from '../../../src/core/errors.ts';
import { asking, awsError, errorName } from '../failures.ts';

/** Conflicts that pass by themselves: somebody else's change of the same user or role is under way. */
const UNDER_WAY: ReadonlySet<string> = new Set([
  'ConcurrentModification',
  'ConcurrentModificationException',
  'EntityTemporarilyUnmodifiable',
  'EntityTemporarilyUnmodifiableException',
]);

/**
 * Makes one request and names what failed. There is no retry here: see `respond/retry.ts`.
 * @param what for people: `deactivate access key AKIA…7QF3`
 */
export async function call<T>(what: string, request: () => Promise<T>): Promise<T> {
  return asking(`could not ${what}`, async () => {
    try {
      return await request();
    } catch (error) {
      if (!UNDER_WAY.has(errorName(error))) throw error;
      const { message, code } = awsError(`could not ${what}`, error);
      throw new AppError(message, { code, kind: 'transient' });
    }
  });
}

/** The same, where "it does not exist" is an answer. */
export async function callOrNull<T>(what: string, request: () => Promise<T>): Promise<T | null> {
  try {
    return await call(what, request);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') return null;
    throw error;
  }
}
