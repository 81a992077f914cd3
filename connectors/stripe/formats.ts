import type { RecordFormat } from '../../src/core/connector.ts';
import { ACTIVITY_FORMAT } from './records/activity-format.ts';
import { ENDPOINT_FORMAT } from './records/endpoint-format.ts';
import { EVENT_FORMAT } from './records/event-format.ts';

export const STRIPE_FORMATS: readonly RecordFormat[] = [EVENT_FORMAT, ACTIVITY_FORMAT, ENDPOINT_FORMAT];
