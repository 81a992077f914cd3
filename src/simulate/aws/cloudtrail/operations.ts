import type { Operations } from '../operation.ts';
import { lookupEvents } from './lookup.ts';
import { trailOperations } from './trails.ts';

/** CloudTrail, API version 2013-11-01. */
export const cloudTrailOperations: Operations = { ...trailOperations, LookupEvents: lookupEvents };
