import type { Credential } from '../core/credential.ts';
import { isoTime, type Millis } from '../core/time.ts';

/** Whether the key still opens anything, and how we know. */
export interface Life {
  readonly state: 'live' | 'dead' | 'unknown';
  /** End of a sentence about the key. */
  readonly because: string;
}

export function lifeOf(credential: Credential | null, now: Millis): Life {
  if (credential === null) return { state: 'unknown', because: 'neither inventory nor log knows it' };
  const { state, expiresAt } = credential;
  if (expiresAt !== null && expiresAt <= now) return { state: 'dead', because: `it expired ${isoTime(expiresAt)}` };
  switch (state) {
    case 'active':
      return { state: 'live', because: 'the inventory says that it is active' };
    case 'inactive':
      return { state: 'dead', because: 'it is switched off, and can be switched on again' };
    case 'deleted':
      return { state: 'dead', because: 'it is deleted' };
    case 'expired':
      return { state: 'dead', because: 'it is expired' };
    case 'unknown':
      return { state: 'unknown', because: 'the inventory does not say' };
  }
}
