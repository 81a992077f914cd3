import type { Millis } from '../core/time.ts';
import { DAY } from '../core/time.ts';
import type { Observation } from './detector.ts';

/** A finding about an event whose request no record has put down to anybody yet. */
export interface Held {
  readonly detector: string;
  readonly observation: Observation;
}

/** Plain data for a snapshot. */
export type SavedRequests = readonly (readonly [string, Request])[];

/** What is known of one request of a provider. Plain data. */
interface Request {
  /** Credential or principal that made it, '' while no record has named it. */
  maker: string;
  /** Time of the record that named it. */
  namedAt: Millis;
  at: Millis;
  held: Held[];
}

/** Logs of one provider lag behind each other by hours, not by weeks. */
const MEMORY = 7 * DAY;
const MOST_REQUESTS = 8192;
const MOST_HELD = 8;

/**
 * Joins what several logs tell about one request: one shows what was done, the other who asked for it.
 * Whichever comes first waits for the other: events judged before their maker was named are found again then, so that
 * here, unlike elsewhere, what is found depends on which log was read first.
 */
export class Requests {
  readonly #requests = new Map<string, Request>();

  /** A record says by itself who made the request. */
  name(provider: string, id: string, maker: string, at: Millis): void {
    const request = this.#request(provider, id, at);
    // Whichever record arrives first, the oldest says it.
    const isOlder = at < request.namedAt || (at === request.namedAt && maker < request.maker);
    if (request.maker !== '' && !isOlder) return;
    request.maker = maker;
    request.namedAt = at;
  }

  /** Credential or principal that made it, '' where none was named. */
  makerOf(provider: string, id: string): string {
    return this.#requests.get(keyOf(provider, id))?.maker ?? '';
  }

  /** Keeps a finding until somebody says who made the request. */
  hold(provider: string, id: string, held: Held, at: Millis): void {
    const request = this.#request(provider, id, at);
    if (request.held.length < MOST_HELD) request.held.push(held);
  }

  /** What was held, once: now that the maker is named. */
  takeHeld(provider: string, id: string): readonly Held[] {
    return this.#requests.get(keyOf(provider, id))?.held.splice(0) ?? [];
  }

  sweep(now: Millis): void {
    for (const [key, { at }] of this.#requests) if (now - at > MEMORY) this.#requests.delete(key);
  }

  save(): SavedRequests {
    return [...this.#requests];
  }

  restore(saved: SavedRequests): void {
    for (const [key, request] of saved) this.#requests.set(key, { ...request, held: [...request.held] });
  }

  #request(provider: string, id: string, at: Millis): Request {
    const key = keyOf(provider, id);
    const known = this.#requests.get(key);
    if (known !== undefined) return known;
    if (this.#requests.size >= MOST_REQUESTS) {
      const [oldest] = this.#requests.keys();
      if (oldest !== undefined) this.#requests.delete(oldest);
    }
    const request: Request = { maker: '', namedAt: 0, at, held: [] };
    this.#requests.set(key, request);
    return request;
  }
}

/** The observation with what the other log says. */
export function withMaker(observation: Observation, maker: string): Observation {
  return { ...observation, reason: `${observation.reason} Another log names who made this request: ${maker}.` };
}

function keyOf(provider: string, id: string): string {
  return `${provider}:${id}`;
}
