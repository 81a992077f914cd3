import type { Millis } from '../../core/time.ts';
import { DAY } from '../../core/time.ts';
import type { Cell } from './cell.ts';

/** How much of something is usual: the most in one window on a day, and how much of it failed. Plain data. */
export interface Flow {
  /** Days with any of it, this one included, and the last of them. */
  days: number;
  lastDay: number;
  /** The most in one window: on days before the last one, and on that day. */
  norm: number;
  peak: number;
  /** All of it and what failed, on days before the last one, and on that day. */
  total: number;
  failed: number;
  dayTotal: number;
  dayFailed: number;
}

/** What was usual on the days before this one. */
export interface Usual {
  readonly days: number;
  readonly peak: number;
  readonly total: number;
  /** Share that failed; 0 where nothing is known. */
  readonly failing: number;
}

const NOTHING: Usual = Object.freeze({ days: 0, peak: 0, total: 0, failing: 0 });

/** Counts one of it. @returns what was usual before this day */
export function countFlow(cell: Cell | null, name: string, at: Millis, failed: boolean): Usual {
  if (cell === null) return NOTHING;
  cell.flows ??= {};
  const flow = (cell.flows[name] ??= emptyFlow());
  const day = Math.floor(at / DAY);
  if (day > flow.lastDay) beginDay(flow, day);
  if (day === flow.lastDay) {
    flow.dayTotal += 1;
    if (failed) flow.dayFailed += 1;
  }
  const failing = flow.total === 0 ? 0 : flow.failed / flow.total;
  return { days: Math.max(0, flow.days - 1), peak: flow.norm, total: flow.total, failing };
}

/** Learns how much one window held. Windows that raised an alarm are not to become what is usual. */
export function learnPeak(cell: Cell | null, name: string, at: Millis, count: number): void {
  const flow = cell?.flows?.[name];
  if (flow !== undefined && Math.floor(at / DAY) === flow.lastDay) flow.peak = Math.max(flow.peak, count);
}

/** A day of alarm is not counted: what was tried on it is nobody's habit. */
export function forgetDay(cell: Cell | null, name: string): void {
  const flow = cell?.flows?.[name];
  if (flow === undefined) return;
  flow.dayTotal = 0;
  flow.dayFailed = 0;
  flow.peak = 0;
}

function beginDay(flow: Flow, day: number): void {
  flow.norm = Math.max(flow.norm, flow.peak);
  flow.total += flow.dayTotal;
  flow.failed += flow.dayFailed;
  flow.peak = 0;
  flow.dayTotal = 0;
  flow.dayFailed = 0;
  flow.days += 1;
  flow.lastDay = day;
}

function emptyFlow(): Flow {
  return { days: 0, lastDay: -1, norm: 0, peak: 0, total: 0, failed: 0, dayTotal: 0, dayFailed: 0 };
}
