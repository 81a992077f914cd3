import type { Amount } from '../../core/event.ts';
import type { Millis } from '../../core/time.ts';
import { DAY } from '../../core/time.ts';
import type { Cell } from './cell.ts';

/** How large something is as a rule, in one unit. Plain data. */
export interface Size {
  /** Days with any of it, this one included, and the last of them. */
  days: number;
  lastDay: number;
  /** The largest on days before the last one, as far as it became usual, and on that day. */
  norm: number;
  peak: number;
  /** The largest before the last day, for people. */
  text: string;
  peakText: string;
}

/** What was usual on the days before this one. */
export interface UsualSize {
  readonly days: number;
  readonly norm: number;
  readonly text: string;
  /** Other units in which it was met on days before, in the order in which they came. */
  readonly others: readonly string[];
  /** Most days with any one of them. */
  readonly otherDays: number;
}

/** What one day brings becomes usual up to this many times what was: larger ones come again before they are. */
const GROWTH = 3;
/** Currencies in use are some 160; nobody takes them all. */
const MOST_SIZES = 64;

/** Notes one of it. @returns what was usual before this day */
export function noteSize(cell: Cell, kind: string, { text, unit, value }: Amount, at: Millis): UsualSize {
  cell.sizes ??= {};
  const day = Math.floor(at / DAY);
  const name = `${kind}/${unit}`;
  const others = Object.entries(cell.sizes).filter(
    ([key, size]) => key !== name && key.startsWith(`${kind}/`) && daysBefore(size, day) > 0,
  );
  const known = Object.hasOwn(cell.sizes, name) ? cell.sizes[name] : undefined;
  const size = known ?? { days: 0, lastDay: -1, norm: 0, peak: 0, text: '', peakText: '' };
  if (known === undefined && Object.keys(cell.sizes).length < MOST_SIZES) cell.sizes[name] = size;
  if (day > size.lastDay) beginDay(size, day);
  if (day === size.lastDay && value > size.peak) {
    size.peak = value;
    size.peakText = text;
  }
  return {
    days: daysBefore(size, day),
    norm: size.norm,
    text: size.text,
    others: others.map(([key]) => key.slice(kind.length + 1)),
    otherDays: Math.max(0, ...others.map(([, other]) => daysBefore(other, day))),
  };
}

function daysBefore({ days, lastDay }: Size, day: number): number {
  return lastDay >= day ? Math.max(0, days - 1) : days;
}

function beginDay(size: Size, day: number): void {
  if (size.peak > size.norm) {
    size.norm = size.norm === 0 ? size.peak : Math.min(size.peak, GROWTH * size.norm);
    size.text = size.peakText;
  }
  size.peak = 0;
  size.days += 1;
  size.lastDay = day;
}
