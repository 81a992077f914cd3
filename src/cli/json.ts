import { type Json, redactJson } from '../kit/redact-json.ts';
import { SCHEMA_VERSION } from '../report/format.ts';
import { safeJson } from '../report/json.ts';

/** Fields that are looked up by, or compared with, what other systems show; anything else is redacted. */
const IDENTIFIERS = new Set([
  'id',
  'aliases',
  'credential',
  'parent',
  'child',
  'eventId',
  'account',
  'incidents',
  'address',
  'minted',
  'permissions',
]);

/** One JSON document of a command that shows one thing. */
export function jsonText(value: Readonly<Record<string, Json>>): string {
  return `${safeJson(redactJson({ schemaVersion: SCHEMA_VERSION, ...value }, IDENTIFIERS), 2)}\n`;
}
