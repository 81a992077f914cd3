import { globSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../core/errors.ts';

export interface ExpandedPaths {
  readonly files: readonly string[];
  /** Arguments and folders that could not be read, with the reason. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
}

/** A delivery stamp as object stores write it into file names: `_20261123T2015Z`. */
const STAMP = /(\d{8}T\d{4,6}Z)/;
/** Files that lie beside audit records and hold none. */
const LOG_FILE = /\.(json|jsonl|ndjson|log)(\.gz)?$|\.gz$/i;

/**
 * Arguments to files: folders are walked, globs expanded, files taken as they are. Ordered by
 * delivery stamp where names carry one, so that history is read in the order in which it
 * happened, across regions and accounts; else by path.
 */
export async function expandPaths(paths: readonly string[]): Promise<ExpandedPaths> {
  const files = new Set<string>();
  const failed: { path: string; reason: string }[] = [];
  for (const path of paths) {
    const found = resolveArgument(path);
    if (found.length === 0) failed.push({ path, reason: 'no such file or folder' });
    for (const entry of found) {
      if (isFolder(entry)) await walk(entry, files, failed);
      else files.add(entry);
    }
  }
  return { files: [...files].sort(byStampThenPath), failed };
}

function resolveArgument(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return [path];
  return /[*?[{]/.test(path) ? globSync(path).sort() : [];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

async function walk(folder: string, files: Set<string>, failed: { path: string; reason: string }[]): Promise<void> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await walk(path, files, failed);
      else if (LOG_FILE.test(entry.name)) files.add(path);
    }
  } catch (error) {
    failed.push({ path: folder, reason: messageOf(error) });
  }
}

function byStampThenPath(a: string, b: string): number {
  const stampA = STAMP.exec(a)?.[1] ?? '';
  const stampB = STAMP.exec(b)?.[1] ?? '';
  if (stampA !== stampB) return stampA < stampB ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
