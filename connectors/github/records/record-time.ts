import type { Millis } from '../../../src/core/time.ts';

/** GitHub is no older, and no record is from a time that partitions could not hold. */
const EARLIEST = Date.UTC(2007, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const TEXT = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,]?(\d+))?\s*(?:Z|UTC|([+-])(\d\d):?(\d\d))?$/;

/**
 * A time as GitHub writes it: milliseconds (audit log), seconds (some payloads), ISO text (alerts, webhooks),
 * or text with a blank and without a zone (copies in data lakes), which is UTC.
 * @returns null when it is none
 */
export function recordTime(value: unknown): Millis | null {
  if (typeof value === 'number') return plausible(Math.trunc(value < 100_000_000_000 ? value * 1000 : value));
  if (typeof value !== 'string') return null;
  if (/^\d{10,16}$/.test(value)) return recordTime(Number(value));
  const parts = TEXT.exec(value.trim());
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const sane = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31 && Number(hour) < 24;
  if (!sane) return null;
  const ms = Math.trunc(Number(`0.${parts[7] ?? '0'}`) * 1000);
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    ms,
  );
  const shift = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * 60_000;
  return plausible(parts[8] === '-' ? local + shift : local - shift);
}

/** The first member that is a time. */
export function firstTime(...values: readonly unknown[]): Millis | null {
  for (const value of values) {
    const at = recordTime(value);
    if (at !== null) return at;
  }
  return null;
}

function plausible(at: number): Millis | null {
  return at >= EARLIEST && at < LATEST ? at : null;
}
