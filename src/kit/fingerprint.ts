import { createHmac } from 'node:crypto';

/** Length of the per-install key. */
export const FINGERPRINT_KEY_BYTES = 32;

/** Below this length the last four characters would give away too much of a secret. */
const SHORTEST_SHOWN = 16;

/**
 * HMAC-SHA-256 in hex under a key that never leaves this installation: two sightings of one
 * secret are recognised, and nobody without the key can try guesses against the database.
 */
export function fingerprint(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

/**
 * How people see a key: its known literal prefix and the last four characters (`AKIA…7QF3`).
 * Short texts show the prefix alone.
 */
export function displayForm(text: string, prefix = ''): string {
  const shown = text.startsWith(prefix) ? prefix : '';
  return text.length - shown.length < SHORTEST_SHOWN ? `${shown}…` : `${shown}…${text.slice(-4)}`;
}
