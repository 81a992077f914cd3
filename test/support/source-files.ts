import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Root of the checkout. */
export const ROOT: string = resolve(import.meta.dirname, '../..');

/** Paths from the root, with forward slashes, sorted; fixtures are data and left out. */
export function sourceFiles(...patterns: string[]): string[] {
  const found = globSync(patterns, { cwd: ROOT, exclude: (name) => name === 'node_modules' || name === 'fixtures' });
  return found.map((file) => file.replaceAll('\\', '/')).toSorted();
}

export function readSource(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
