import type { Millis } from '../../../core/time.ts';

/**
 * The id of an event row is `second * SLOTS + slot`: ids sort by time, and the same event
 * meets the same id again. The slot comes from the event id and is 21 bits wide, so that the
 * whole stays a safe integer until 2106; different events may want the same one.
 */
export const SLOTS: number = 2 ** 21;

/** 2100-01-01. Times outside [0, this] are stored with the nearest second and their distance in `ms`. */
export const LAST_SECOND = 4_102_444_800;

/** Second of the row that holds an event of this time. */
export function secondOf(time: Millis): number {
  if (!Number.isFinite(time)) return 0;
  return Math.min(LAST_SECOND, Math.max(0, Math.floor(time / 1000)));
}

/** What a row's id leaves out of the time: 0 to 999, more only for times that no clock shows. */
export function restOf(time: Millis, second: number): number {
  return Number.isFinite(time) ? Math.floor(time) - second * 1000 : 0;
}

export function timeOf(id: number, rest: number): Millis {
  return Math.floor(id / SLOTS) * 1000 + rest;
}

/** Smallest row id at or after this time. */
export function idAt(second: number): number {
  return second * SLOTS;
}

/** Slot that an event would like to have. */
export type SlotOf = (ids: Uint8Array, offset: number) => number;

/** All 16 bytes count: some providers' ids begin or end alike. */
export function slotOf(ids: Uint8Array, offset: number): number {
  let hash = 0x811c9dc5;
  for (let index = offset; index < offset + 16; index += 1) hash = Math.imul(hash ^ (ids[index] ?? 0), 0x01000193);
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) >>> 11) % SLOTS;
}
