import type { RecordFormat } from '../../../src/core/connector.ts';
import { isObject } from '../json.ts';
import { looksLikeAlert, normalizeAlert } from './alert.ts';
import { sanitizeRecord } from './sanitize.ts';

export const ALERT_FORMAT_ID = 'github.secret-scanning-alert';

/** Alerts of secret scanning as the API lists them. */
export const ALERT_FORMAT: RecordFormat = {
  id: ALERT_FORMAT_ID,
  logsource: { product: 'github', service: 'secret-scanning' },
  actionField: 'secret_type',
  unwrap,
  normalize: normalizeAlert,
  sanitize: sanitizeRecord,
  derived: {},
};

function unwrap(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value.some(looksLikeAlert) ? value : null;
  if (!isObject(value)) return null;
  return looksLikeAlert(value) && 'created_at' in value ? [value] : null;
}
