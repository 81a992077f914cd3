import type { Json } from '../kit/redact-json.ts';

/** Control, format and separator characters that `JSON.stringify` leaves as they are. */
const UNSAFE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON that shows on a terminal what it holds: same value, hidden characters as `\uXXXX`. */
export function safeJson(value: Json, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (character) => {
    let escaped = '';
    for (let index = 0; index < character.length; index++)
      escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
    return escaped;
  });
}
