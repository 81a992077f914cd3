import { isObject, type JsonObject } from '../../json.ts';

/** Values that never reach a log, at any depth. */
const HIDDEN = new Set([
  'secretstring',
  'secretbinary',
  'secretaccesskey',
  'password',
  'policytoken',
  'servicepassword',
  'messagebody',
  'body',
  'credentialreport',
]);

/** Parameters or an answer as a record shows them: lower camel case, secrets left out, null when nothing is left. */
export function asLogged(value: JsonObject): JsonObject | null {
  const logged = lowered(value);
  return isObject(logged) && Object.keys(logged).length > 0 ? logged : null;
}

function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (Buffer.isBuffer(value) || !isObject(value)) return value;
  const kept = Object.entries(value).filter(([key, inner]) => inner !== undefined && !HIDDEN.has(key.toLowerCase()));
  return Object.fromEntries(kept.map(([key, inner]) => [lowerFirst(key), lowered(inner)]));
}

/** `UserName` -> `userName`, `ARN` -> `aRN` as AWS has it, `SSEKMSKeyId` untouched in the middle. */
export function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
