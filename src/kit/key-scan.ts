import type { Decoding, KeyFormat } from '../core/connector.ts';

/** A key format with the provider (connector id) that it belongs to. */
export interface ProviderKeyFormat {
  readonly provider: string;
  readonly format: KeyFormat;
}

export interface KeyMatch extends ProviderKeyFormat {
  /** The key itself: hash it or drop it, never store or print it unless the format is an identifier. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function keyFormatsOf(connectors: readonly Decoding[]): readonly ProviderKeyFormat[] {
  return connectors.flatMap((connector) => connector.keys.map((format) => ({ provider: connector.id, format })));
}

/**
 * Finds all keys in a text, in order of place. Where two formats claim the same characters
 * the more telling one wins: longer literal prefix, then longer text.
 */
export function findKeys(text: string, formats: readonly ProviderKeyFormat[]): readonly KeyMatch[] {
  const found = formats.flatMap((one) => matchesOf(text, one));
  found.sort((left, right) => weight(right) - weight(left) || right.text.length - left.text.length);
  const kept: KeyMatch[] = [];
  for (const match of found) {
    if (!kept.some((other) => match.start < other.end && other.start < match.end)) kept.push(match);
  }
  return kept.sort((left, right) => left.start - right.start);
}

/** The format that the whole text has, the more telling one first; null when none fits. */
export function keyKindOf(text: string, formats: readonly ProviderKeyFormat[]): KeyMatch | null {
  const [only] = findKeys(text, formats);
  return only !== undefined && only.start === 0 && only.end === text.length ? only : null;
}

/** The literal prefix that a text shows; '' for formats without one. */
export function prefixOf(format: KeyFormat, text: string): string {
  const fitting = format.prefixes.filter((prefix) => text.startsWith(prefix));
  return fitting.reduce((best, prefix) => (prefix.length > best.length ? prefix : best), '');
}

function matchesOf(text: string, { provider, format }: ProviderKeyFormat): KeyMatch[] {
  const { prefixes } = format;
  if (prefixes.length > 0 && !prefixes.some((prefix) => text.includes(prefix))) return [];
  const everywhere = new RegExp(format.pattern.source, `${format.pattern.flags.replace(/[gy]/g, '')}g`);
  return [...text.matchAll(everywhere)]
    .filter((match) => match[0] !== '')
    .map((match) => ({ provider, format, text: match[0], start: match.index, end: match.index + match[0].length }));
}

function weight(match: KeyMatch): number {
  return prefixOf(match.format, match.text).length;
}
