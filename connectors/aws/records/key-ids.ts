import type { CredentialKind } from '../../../src/core/event.ts';

/** An id with four letters of kind and a body of capitals and digits. */
const PLAUSIBLE = /^[A-Z0-9]{16,32}$/;

/**
 * True when the text can name one key among others. Masked ids (`AKIA****************`,
 * `AKIAXXXXXXXXXXXXXXXX`) would otherwise be one key shared by everybody.
 */
export function isKeyId(text: string): boolean {
  if (!PLAUSIBLE.test(text)) return false;
  const first = text.charCodeAt(4);
  let second = -1;
  for (let at = 5; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === first || code === second) continue;
    if (second >= 0) return true;
    second = code;
  }
  return false;
}

/**
 * Kind by prefix (docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers).
 * @param hasSession whether the record shows a session context, which decides for unknown prefixes
 */
export function keyKind(id: string, hasSession: boolean): CredentialKind {
  switch (id.slice(0, 4)) {
    case 'AKIA':
      return 'key';
    case 'ASIA':
      return 'session';
    case 'ABIA':
    case 'ACCA':
      return 'token';
    default:
      return hasSession ? 'session' : 'key';
  }
}

/** Event ids that anonymisers and samples repeat: zeroed, x-ed out, starred. Their content decides instead. */
export function uniqueEventId(id: string): string {
  if (id.length < 12 || id.length > 128 || id.includes('*')) return '';
  let seen = '';
  for (const char of id) {
    if (char === '-' || seen.includes(char)) continue;
    seen += char;
    if (seen.length > 4) return id.length === 36 ? id.toLowerCase() : id;
  }
  return '';
}
