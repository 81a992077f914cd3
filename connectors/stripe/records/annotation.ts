import type { Json } from '../json.ts';
import { isObject, objectOf, textOf } from '../json.ts';

/** Member that our sources add to a record: what the request told and the record does not. */
export const ANNOTATION = '_keywatch';

/** Who a caller says to be, by the prefix of its idempotency keys. Anybody can write one: a hint, never a proof. */
export interface CallerNote {
  /** Name of the credential, '' when the prefix is nobody's. */
  readonly credential: string;
  /** Mode that the caller works in, '' for any. */
  readonly mode: '' | 'live' | 'test';
}

export interface Annotation {
  /** Account that was asked, '' when the record came another way. */
  readonly account: string;
  /** Null when no prefixes are configured or nobody asked for it. */
  readonly caller: CallerNote | null;
  /** True when it was delivered: then it is written in the API version of the endpoint, not that of the account. */
  readonly delivered?: boolean;
}

const NONE: Annotation = Object.freeze({ account: '', caller: null });

export function annotationOf(record: Json): Annotation {
  const note = record[ANNOTATION];
  if (!isObject(note)) return NONE;
  const caller = note['caller'];
  const common = { account: textOf(note['account']), delivered: note['delivered'] === true };
  if (!isObject(caller)) return { ...common, caller: null };
  const mode = textOf(caller['mode']);
  return {
    ...common,
    caller: { credential: textOf(caller['credential']), mode: mode === 'live' || mode === 'test' ? mode : '' },
  };
}

export function annotated(record: unknown, annotation: Annotation): Json {
  return { ...objectOf(record), [ANNOTATION]: annotation };
}
