import type { ZodType } from 'zod';
import type { Cursor } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';

/** @throws AppError when another version of this program wrote it */
export function readCursor<T>(what: string, schema: ZodType<T>, cursor: Cursor): T {
  const parsed = schema.safeParse(cursor);
  if (parsed.success) return parsed.data;
  throw new AppError(`the stored position of ${what} was written by another version (v${String(cursor.v)})`, {
    code: 'STRIPE_CURSOR',
    kind: 'storage',
    hint: 'Update keywatch, or start this source anew.',
  });
}
