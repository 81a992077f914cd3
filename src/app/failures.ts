import { AppError, messageOf } from '../core/errors.ts';
import { classify } from '../kit/failures.ts';

/** Anything thrown, as an error that says what kind of failure it is. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { kind, message } = classify(error);
  return new AppError(message === '' ? messageOf(error) : message, { code: 'UNEXPECTED', kind, cause: error });
}
