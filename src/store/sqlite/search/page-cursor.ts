import { AppError } from '../../../core/errors.ts';

/** Where a page ended: the row id of its last event, so that events which arrive meanwhile shift nothing. */
export function formatPageCursor(id: number): string {
  return id.toString(36);
}

/** @throws AppError when it is none of ours */
export function parsePageCursor(text: string): number {
  const id = /^[0-9a-z]{1,11}$/.test(text) ? Number.parseInt(text, 36) : Number.NaN;
  if (Number.isSafeInteger(id)) return id;
  throw new AppError(`'${text}' is no page of a search.`, {
    code: 'BAD_PAGE',
    kind: 'bad-input',
    hint: 'Use the value that the page before returned, or leave it out to start at the newest event.',
  });
}
