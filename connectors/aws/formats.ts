import type { RecordFormat } from '../../src/core/connector.ts';
import { CLOUDTRAIL_FORMAT } from './records/cloudtrail-format.ts';
import { GUARDDUTY_FORMAT } from './records/guardduty-format.ts';
import { HEALTH_FORMAT } from './records/health-format.ts';

export const AWS_FORMATS: readonly RecordFormat[] = [CLOUDTRAIL_FORMAT, GUARDDUTY_FORMAT, HEALTH_FORMAT];
