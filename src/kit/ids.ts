import { createHash } from 'node:crypto';
import type { Millis } from '../core/time.ts';

/** SHA-256 as 64 hex digits. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * The same parts always make the same id: `fnd-0123456789abcdef`. Parts are framed by their
 * length, so that ['ab', 'c'] and ['a', 'bc'] differ.
 * @param digits hex digits after the prefix, at most 64
 */
export function deterministicId(prefix: string, parts: readonly (string | number)[], digits = 16): string {
  const framed = parts.map((part) => `${String(String(part).length)}:${String(part)}`).join('');
  return `${prefix}-${sha256Hex(framed).slice(0, digits)}`;
}

/** A new id that sorts by time and says the day: `run-20261123-201500-7f3a9c`. */
export function newRunId(now: Millis, random: (bytes: number) => Uint8Array): string {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `run-${stamp}-${Buffer.from(random(3)).toString('hex')}`;
}
