import type { RecordFormat } from '../../src/core/connector.ts';
import { ALERT_FORMAT } from './alert-format.ts';
import { AUDIT_FORMAT } from './audit-format.ts';
import { WEBHOOK_FORMAT } from './webhook-format.ts';

export const GITHUB_FORMATS: readonly RecordFormat[] = [AUDIT_FORMAT, ALERT_FORMAT, WEBHOOK_FORMAT];
