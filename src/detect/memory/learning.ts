import { DAY, HOUR } from '../../core/time.ts';
import type { Cell } from './cell.ts';

/**
 * How much a baseline can be trusted. `settled`: a week of days, or many events over hours;
 * `thin`: enough to notice, not enough to be sure; `none`: hold weak signals back.
 */
export type Baseline = 'none' | 'thin' | 'settled';

const SETTLED_SPAN = 7 * DAY;
const SETTLED_DAYS = 3;
const SETTLED_EVENTS = 50;
const THIN_EVENTS = 10;

export function baselineOf(cell: Cell): Baseline {
  const span = cell.last - cell.first;
  if (span >= SETTLED_SPAN && cell.days >= SETTLED_DAYS) return 'settled';
  if (cell.count >= SETTLED_EVENTS && span >= HOUR) return 'settled';
  return cell.count >= THIN_EVENTS ? 'thin' : 'none';
}

/** For people: `12 events over 3 days`. */
export function describeBaseline(cell: Cell): string {
  const events = cell.count === 1 ? '1 event' : `${cell.count} events`;
  return cell.days <= 1 ? `${events} on 1 day` : `${events} on ${cell.days} days`;
}
