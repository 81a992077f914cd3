import { createHash } from 'node:crypto';

/** First `length` hex digits of the SHA-256 over the parts: the same parts give the same id, always. */
export function stableId(length: number, ...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\u0000');
  return hash.digest('hex').slice(0, length);
}
