import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load.ts';
import type { ConfigProblem } from '../../config/problem.ts';
import { configError } from '../../config/problem.ts';
import { AppError } from '../../core/errors.ts';
import type { Surroundings } from '../surroundings.ts';

export const DEFAULT_CONFIG_FILE: string = 'keywatch.yaml';

export interface ReadConfig {
  readonly config: Config;
  /** Absolute path; where there is no file, the place where it would be. */
  readonly file: string;
  readonly exists: boolean;
  /** SHA-256 (hex) of its text; '' where there is no file. */
  readonly hash: string;
  readonly warnings: readonly ConfigProblem[];
}

/**
 * The configuration of a file. Without a name the default file is read if it is there, and the
 * defaults hold if it is not: `scan` and `search` need no configuration.
 * @throws AppError kind `config` with every problem in it
 */
export async function readConfig(given: string | undefined, around: Surroundings): Promise<ReadConfig> {
  const file = resolve(around.cwd, given ?? DEFAULT_CONFIG_FILE);
  const text = await read(file, given !== undefined);
  const result = await loadConfig(text ?? '{}', file, {
    connectors: Object.values(around.connectors),
    env: (name) => around.system.env(name),
    readFile: (path) => readFile(path, 'utf8'),
  });
  if (result.kind === 'invalid') throw configError(shortPath(file, around.cwd), result.problems);
  return {
    config: result.config,
    file,
    exists: text !== null,
    hash: text === null ? '' : sha256(text),
    warnings: result.warnings,
  };
}

/** From the working folder, where that is shorter and as clear. */
function shortPath(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith('..') ? file : path;
}

async function read(file: string, required: boolean): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!required && error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new AppError(`The configuration ${file} cannot be read (${reasonOf(error)})`, {
      code: 'CONFIG_UNREADABLE',
      kind: 'config',
      hint: 'Name another file with --config, or write one with `keywatch init`.',
      cause: error,
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? code;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
