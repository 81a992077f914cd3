import type { RecordFormat } from '../../src/core/connector.ts';
import { ACTIVITY_FORMAT } from './activity-format.ts';
import { ENDPOINT_FORMAT } from './endpoint-format.ts';
import { EVENT_FORMAT } from './event-format.ts';

export const STRIPE_FORMATS: readonly RecordFormat[] = [EVENT_FORMAT, ACTIVITY_FORMAT, ENDPOINT_FORMAT];
