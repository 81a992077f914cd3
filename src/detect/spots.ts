import type { EvidenceEvent } from '../core/finding.ts';
import type { Millis } from '../core/time.ts';
import { HOUR, MINUTE } from '../core/time.ts';

/** One thing seen in a window. */
export interface Entry {
  readonly at: Millis;
  /** What is counted once. */
  readonly value: string;
  readonly weight: number;
  readonly evidence: EvidenceEvent;
}

/** A window of recent things, oldest first. */
export interface Window {
  entries: Entry[];
  /** No second observation before this moment. */
  quietUntil: Millis;
}

/** Where one lineage acts from one address: what sequences and bursts are counted by. */
export interface Spot {
  readonly key: string;
  windows: Record<string, Window> | null;
  last: Millis;
  /** Calls in the current and the previous stretch of ten minutes. */
  stretch: number;
  calls: number;
  callsBefore: number;
}

const STRETCH = 10 * MINUTE;
const MAX_ENTRIES = 256;
/** Longer than any window and any quiet time after an observation. */
export const SPOT_SILENCE: Millis = 26 * HOUR;

export class Spots {
  readonly #spots = new Map<string, Spot>();

  spot(key: string): Spot {
    const known = this.#spots.get(key);
    if (known !== undefined) return known;
    const spot: Spot = { key, windows: null, last: 0, stretch: 0, calls: 0, callsBefore: 0 };
    this.#spots.set(key, spot);
    return spot;
  }

  sweep(now: Millis): void {
    for (const [key, spot] of this.#spots) {
      if (now - spot.last >= SPOT_SILENCE) this.#spots.delete(key);
    }
  }

  /** Only spots with something in a window are worth saving. */
  busy(): readonly Spot[] {
    return [...this.#spots.values()].filter((spot) => spot.windows !== null);
  }

  put(spot: Spot): void {
    this.#spots.set(spot.key, spot);
  }
}

export function countCall(spot: Spot, at: Millis): void {
  const stretch = Math.floor(at / STRETCH);
  if (stretch > spot.stretch) {
    spot.callsBefore = stretch === spot.stretch + 1 ? spot.calls : 0;
    spot.calls = 0;
    spot.stretch = stretch;
  }
  spot.calls += 1;
  if (at > spot.last) spot.last = at;
}

/** Calls in the last ten to twenty minutes. */
export function recentCalls(spot: Spot): number {
  return spot.calls + spot.callsBefore;
}

/** What a window holds, without touching it. */
export function peekWindow(spot: Spot, name: string): Window | undefined {
  return spot.windows?.[name];
}

/** The window after adding an entry and forgetting what is older than `within` before the newest. */
export function addEntry(spot: Spot, name: string, within: Millis, entry: Entry): Window {
  spot.windows ??= {};
  let window = spot.windows[name];
  if (window === undefined) {
    window = { entries: [], quietUntil: 0 };
    spot.windows[name] = window;
  }
  const { entries } = window;
  entries.push(entry);
  if (entries.length > 1 && (entries.at(-2)?.at ?? 0) > entry.at) entries.sort((a, b) => a.at - b.at);
  const newest = entries.at(-1)?.at ?? entry.at;
  let stale = 0;
  while (stale < entries.length && (entries[stale]?.at ?? 0) < newest - within) stale += 1;
  stale = Math.max(stale, entries.length - MAX_ENTRIES);
  if (stale > 0) entries.splice(0, stale);
  return window;
}

/** The first entry of each distinct value, in order. */
export function distinctEntries(window: Window): readonly Entry[] {
  const seen = new Set<string>();
  return window.entries.filter((entry) => {
    if (seen.has(entry.value)) return false;
    seen.add(entry.value);
    return true;
  });
}
