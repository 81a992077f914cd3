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

/** Between the lineage and the address in a spot's key. */
export const SPOT_SEPARATOR = '\u0001';
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

  /** What was counted under one name of a credential counts under the other. */
  join(from: string, into: string): void {
    // A list of its own, because the loop changes the map.
    for (const spot of Array.from(this.#spots.values())) {
      if (!spot.key.startsWith(from + SPOT_SEPARATOR)) continue;
      this.#spots.delete(spot.key);
      const key = into + spot.key.slice(from.length);
      const known = this.#spots.get(key);
      this.#spots.set(key, known === undefined ? { ...spot, key } : joinedSpot(spot, known));
    }
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

function joinedSpot(from: Spot, into: Spot): Spot {
  const windows: Record<string, Window> = { ...into.windows };
  for (const [name, window] of Object.entries(from.windows ?? {})) {
    const known = windows[name];
    windows[name] =
      known === undefined
        ? window
        : {
            entries: [...known.entries, ...window.entries].sort((a, b) => a.at - b.at).slice(-MAX_ENTRIES),
            quietUntil: Math.max(known.quietUntil, window.quietUntil),
          };
  }
  const [later, earlier] = from.stretch > into.stretch ? [from, into] : [into, from];
  const isSame = later.stretch === earlier.stretch;
  const isNext = later.stretch === earlier.stretch + 1;
  return {
    key: into.key,
    windows: Object.keys(windows).length === 0 ? null : windows,
    last: Math.max(from.last, into.last),
    stretch: later.stretch,
    calls: later.calls + (isSame ? earlier.calls : 0),
    callsBefore: later.callsBefore + (isSame ? earlier.callsBefore : isNext ? earlier.calls : 0),
  };
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
