import type { RecordFormat } from '../../../src/core/connector.ts';
import { AUDIT_DERIVED } from './derived.ts';
import { normalizeAudit } from './normalize.ts';
import { sanitizeRecord } from './sanitize.ts';
import { unwrapAudit } from './unwrap.ts';

export const AUDIT_FORMAT_ID = 'github.audit-log';

/** Records of the audit log: from the API, exports, stream files and the log of an enterprise server. */
export const AUDIT_FORMAT: RecordFormat = {
  id: AUDIT_FORMAT_ID,
  logsource: { product: 'github', service: 'audit' },
  actionField: 'action',
  unwrap: unwrapAudit,
  normalize: normalizeAudit,
  sanitize: sanitizeRecord,
  derived: AUDIT_DERIVED,
};
