import type { Millis } from '../../core/time.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../core/time.ts';

/** A stretch of time that is drawn to scale. */
export interface Segment {
  readonly from: Millis;
  readonly to: Millis;
  readonly left: number;
  readonly right: number;
}

export interface Tick {
  readonly at: Millis;
  readonly x: number;
  readonly label: string;
}

/** Maps time to a line on which long empty stretches are cut out, visibly. */
export interface TimeScale {
  readonly segments: readonly Segment[];
  /** Between two segments. */
  readonly breaks: readonly { readonly left: number; readonly right: number; readonly span: Millis }[];
  readonly ticks: readonly Tick[];
  x(at: Millis): number;
}

const BREAK_WIDTH = 48;
const MOST_BREAKS = 5;
const LEAST_BREAK: Millis = 10 * MINUTE;
/** An empty stretch is cut out when it takes this share of the time still shown ... */
const BREAK_SHARE = 0.22;
/** ... and is this many times the mean of the other stretches: regular use is not cut to pieces. */
const BREAK_TIMES = 3;
const LEAST_SEGMENT = 76;
/** Half a label, so that none reaches into a break or over the border. */
const EDGE = 26;
/** For one label of the axis. */
const TICK_ROOM = 72;
const STEPS: readonly Millis[] = [1, 2, 5, 10, 15, 30]
  .map((one) => one * SECOND)
  .concat(
    [1, 2, 5, 10, 15, 30].map((one) => one * MINUTE),
    [1, 2, 3, 6, 12].map((one) => one * HOUR),
    [1, 2, 7, 14, 30, 90, 365].map((one) => one * DAY),
  );

/** @param times what is to be drawn; at least one */
export function timeScale(times: readonly Millis[], left: number, right: number): TimeScale {
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  const spans = cut(sorted);
  const room = right - left - BREAK_WIDTH * (spans.length - 1) - LEAST_SEGMENT * spans.length;
  const weights = spans.map(({ from, to }) => Math.sqrt(to - from));
  const sum = weights.reduce((total, one) => total + one, 0);
  let x = left;
  const segments = spans.map(({ from, to }, index): Segment => {
    const width = LEAST_SEGMENT + room * (sum === 0 ? 1 / spans.length : (weights[index] ?? 0) / sum);
    const segment = { from, to, left: x, right: x + width };
    x += width + BREAK_WIDTH;
    return segment;
  });
  const breaks = segments.slice(1).map((segment, index) => {
    const before = segments[index] ?? segment;
    return { left: before.right, right: segment.left, span: segment.from - before.to };
  });
  return { segments, breaks, ticks: segments.flatMap(ticksOf), x: (at) => place(segments, at) };
}

/** Cuts at the longest gaps, as long as each is long against what remains. */
function cut(times: readonly Millis[]): readonly { readonly from: Millis; readonly to: Millis }[] {
  const gaps = times.slice(1).map((time, index) => ({ index: index + 1, length: time - (times[index] ?? time) }));
  let shown = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const cuts: number[] = [];
  for (const gap of [...gaps].sort((a, b) => b.length - a.length || a.index - b.index)) {
    const others = (shown - gap.length) / Math.max(1, gaps.length - cuts.length - 1);
    const least = Math.max(LEAST_BREAK, shown * BREAK_SHARE, others * BREAK_TIMES);
    if (cuts.length === MOST_BREAKS || gap.length < least) break;
    cuts.push(gap.index);
    shown -= gap.length;
  }
  const starts = [0, ...cuts.sort((a, b) => a - b)];
  return starts.map((start, index) => {
    const group = times.slice(start, starts[index + 1]);
    return { from: group[0] ?? 0, to: group.at(-1) ?? 0 };
  });
}

function place(segments: readonly Segment[], at: Millis): number {
  let before: Segment | undefined;
  for (const segment of segments) {
    if (at < segment.from) {
      if (before === undefined) return segment.left;
      return before.right + ((segment.left - before.right) * (at - before.to)) / (segment.from - before.to);
    }
    if (at <= segment.to) {
      if (segment.to === segment.from) return (segment.left + segment.right) / 2;
      return segment.left + ((segment.right - segment.left) * (at - segment.from)) / (segment.to - segment.from);
    }
    before = segment;
  }
  return before?.right ?? 0;
}

function ticksOf(segment: Segment): readonly Tick[] {
  const { from, to, left, right } = segment;
  const most = Math.max(1, Math.floor((right - left) / TICK_ROOM));
  const step = STEPS.find((one) => (to - from) / one <= most) ?? STEPS.at(-1) ?? DAY;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step)
    ticks.push({ at, x: place([segment], at), label: labelOf(at, step) });
  const clear = ticks.filter((tick) => tick.x - left >= EDGE && right - tick.x >= EDGE);
  const middle = (from + to) / 2;
  return clear.length > 0 ? clear : [{ at: middle, x: place([segment], middle), label: labelOf(middle, SECOND) }];
}

function labelOf(at: Millis, step: Millis): string {
  const iso = new Date(at).toISOString();
  if (step >= DAY) return iso.slice(5, 10);
  return step < MINUTE ? iso.slice(11, 19) : iso.slice(11, 16);
}
