import { isIdentifier, looksLikeSecret } from './redact-shapes.ts';

const MASK = '[secret]';

const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g;
const URL_TEXT = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>`]+/gi;
/** Three base64url parts, the first a JSON object. */
const SIGNED_TOKEN = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;
const SCHEME = /\b(bearer|basic)(\s+)([\w.~+/=-]{8,})/gi;
/** `password=x`, `"token": "x"`, `secret: x`; never `accessKeyId`, `credential` (an alias) or `secret:name` inside a resource name. */
const NAMED =
  /(secret|password|passwd|token|api[-_]?key|access[-_]?key|private[-_]?key|client[-_]?secret|authorization)("?\s*=\s*|"\s*:\s*|:\s+)("?)([^\s"'&,;]+)/gi;
/** An upper-case key id with the 40 characters of its secret after it, however they are joined. */
const KEY_PAIR =
  /\b([A-Z]{4}[A-Z0-9]{16})([^A-Za-z0-9]{1,8}(?:[A-Za-z_ ]{1,32}[^A-Za-z0-9]{1,8})?)([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/])/g;
const RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
const SECRET_PARAMETER =
  /([?&#][^=&\s]*(?:token|key|secret|sig|signature|password|code|auth|credential)[^=&\s]*=)[^&#\s]+/gi;

/**
 * Masks whatever looks like a secret, whoever issued it, and leaves key ids, UUIDs, hashes and
 * resource names alone. The last line of defence at sinks and logs: secrets belong in `Secret`.
 * Idempotent; linear in the length of the text.
 */
export function redact(text: string): string {
  if (text.length < 6) return text;
  return text
    .replace(PRIVATE_KEY, MASK)
    .replace(URL_TEXT, redactUrl)
    .replace(SIGNED_TOKEN, MASK)
    .replace(SCHEME, (all, scheme: string, gap: string, value: string) =>
      telling(value) ? `${scheme}${gap}${MASK}` : all,
    )
    .replace(NAMED, (all, name: string, separator: string, quote: string, value: string) =>
      value !== MASK && (separator.includes('=') || telling(value)) ? `${name}${separator}${quote}${MASK}` : all,
    )
    .replace(KEY_PAIR, `$1$2${MASK}`)
    .replace(RUN, redactRun);
}

/** Tells a value from a word of a sentence ("bearer authentication", "token: expired"). */
function telling(value: string): boolean {
  return value.length >= 20 || /\d/.test(value);
}

/** Hosts that take webhooks carry their password in the path. */
function redactUrl(address: string): string {
  const bare = address.replace(/(:\/\/)[^/@?#]*@/, `$1${MASK}@`).replace(SECRET_PARAMETER, `$1${MASK}`);
  return bare.replace(/^([a-z+.-]+:\/\/(?:[^/?#]*@)?(?:hooks?|webhooks?)[.-][^/?#]*\/)[^?#\s].*$/i, `$1${MASK}`);
}

function redactRun(run: string): string {
  if (looksLikeSecret(run)) return MASK;
  if (isIdentifier(run) || !run.includes('/')) return run;
  return run
    .split('/')
    .map((part) => (looksLikeSecret(part) ? MASK : part))
    .join('/');
}
