const HEX = /^(?:[0-9a-f]+|[0-9A-F]+)$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** 32 bytes in base64: a digest, which is what logs show instead of a secret. */
const DIGEST = /^[A-Za-z0-9+/]{43}=$/;
/** Prefixes by which issuers mark what they issue, whoever they are. */
const MARKER = /^(?:[a-z0-9]{1,12}[_-]){0,3}?(?:live|test|secret|pat|token|key|sk|rk|whsec|api\d*)[_-]/;
const PREFIXED = /^[a-z]{2,12}(?:[_-][a-z0-9]{1,12}){0,3}[_-]/;
/** Parts of names that people give: `Function`, `role`. */
const WORD = /[A-Z]?[a-z]{3,}/g;

/** Digests and UUIDs, as logs show them instead of secrets. */
export function isIdentifier(run: string): boolean {
  return HEX.test(run) || UUID.test(run) || DIGEST.test(run);
}

/** One run of `[A-Za-z0-9+/_-]` with its padding: a generated secret, or a name, id or hash? */
export function looksLikeSecret(run: string): boolean {
  if (run.length < 20 || isIdentifier(run)) return false;
  if (run.length >= 100 && !run.includes('-') && mixed(run) && wordiness(run) < 0.4) return true;
  if (/^[A-Za-z0-9+/]{40}$/.test(run) && mixed(run) && wordiness(run) < 0.5 && entropy(run) > 4.2) return true;
  if (run.includes('/')) return false;
  const marked = MARKER.test(run);
  const least = marked || PREFIXED.test(run) ? 16 : 20;
  return run.split(/[_-]/).some((part) => {
    if (part.length < least) return false;
    if (marked && (/\d/.test(part) ? /[A-Za-z]/.test(part) : part.length >= 24 && /[A-Z]/.test(part))) return true;
    return !HEX.test(part) && !isNumbered(part) && mixed(part) && wordiness(part) < 0.5 && entropy(part) > 3.3;
  });
}

/** A name with a number, a date or a version behind it: `AddPermission20150331v2`. */
function isNumbered(text: string): boolean {
  const match = /^([A-Za-z]+)\d+(?:[a-z]\d{1,2})?$/.exec(text);
  return match?.[1] !== undefined && wordiness(match[1]) > 0.5;
}

function mixed(text: string): boolean {
  return /[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text);
}

/** Share of the text that reads as words: about 0.2 for random letters and digits, above 0.6 for names. */
function wordiness(text: string): number {
  let covered = 0;
  for (const word of text.match(WORD) ?? []) covered += word.length;
  return covered / text.length;
}

/** Bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
