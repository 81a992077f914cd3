import type { ZodType } from 'zod';
import type { Cursor } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';

/**
 * A stored position as this version writes it.
 * @param what for people: `the event history`
 * @throws AppError when another version wrote it
 */
export function readCursor<T extends Cursor>(what: string, schema: ZodType<T>, cursor: Cursor): T {
  const parsed = schema.safeParse(cursor);
  if (parsed.success) return parsed.data;
  throw new AppError(`the stored position of ${what} is not one that this version can read`, {
    code: 'AWS_CURSOR',
    kind: 'storage',
    hint: 'Run the version of Keywatch that wrote it, or reset the position of this source.',
  });
}
