import type { Millis } from '../core/time.ts';
import { DAY, HOUR, isoTime, MINUTE, SECOND } from '../core/time.ts';

/** `2026-11-23 20:15:00`, UTC. */
export function clockTime(at: Millis): string {
  return isoTime(at).slice(0, 19).replace('T', ' ');
}

/** `2026-11-23 20:15`, UTC. */
export function clockMinute(at: Millis): string {
  return clockTime(at).slice(0, 16);
}

/** `20:15:00`, UTC, where the day is said elsewhere. */
export function timeOfDay(at: Millis): string {
  return isoTime(at).slice(11, 19);
}

/** The two largest units: `3 d 4 h`, `12 min`, `8 s`. */
export function duration(span: Millis): string {
  if (span < SECOND) return `${Math.max(0, Math.round(span))} ms`;
  const units: readonly (readonly [string, Millis])[] = [
    ['d', DAY],
    ['h', HOUR],
    ['min', MINUTE],
    ['s', SECOND],
  ];
  const first = units.findIndex(([, size]) => span >= size);
  let rest = span;
  const parts: string[] = [];
  for (const [name, size] of units.slice(first, first + 2)) {
    const number = Math.floor(rest / size);
    rest -= number * size;
    if (number > 0) parts.push(`${number} ${name}`);
  }
  return parts.join(' ');
}
