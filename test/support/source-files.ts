import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Root of the checkout. */
export const ROOT: string = resolve(import.meta.dirname, '../..');

/** Paths from the root, with forward slashes, sorted. */
export function allFiles(...patterns: string[]): string[] {
  const found = globSync(patterns, { cwd: ROOT, exclude: (name) => name === 'node_modules' });
  return found.map((file) => file.replaceAll('\\', '/')).toSorted();
}

/** The same without fixtures, which are data. */
export function sourceFiles(...patterns: string[]): string[] {
  return allFiles(...patterns).filter((file) => !file.includes('/fixtures/'));
}

export function readSource(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
