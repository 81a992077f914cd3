import type { RecordFormat } from '../../src/core/connector.ts';
import { CLOUDTRAIL_FORMAT } from './cloudtrail-format.ts';
import { GUARDDUTY_FORMAT } from './guardduty-format.ts';
import { HEALTH_FORMAT } from './health-format.ts';

export const AWS_FORMATS: readonly RecordFormat[] = [CLOUDTRAIL_FORMAT, GUARDDUTY_FORMAT, HEALTH_FORMAT];
