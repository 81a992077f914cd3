import type { RecordFormat } from '../../src/core/connector.ts';
import { ALERT_FORMAT } from './records/alert-format.ts';
import { AUDIT_FORMAT } from './records/audit-format.ts';
import { WEBHOOK_FORMAT } from './records/webhook-format.ts';

export const GITHUB_FORMATS: readonly RecordFormat[] = [AUDIT_FORMAT, ALERT_FORMAT, WEBHOOK_FORMAT];
