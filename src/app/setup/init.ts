import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connector } from '../../core/connector.ts';
import { AppError } from '../../core/errors.ts';
import type { ConnectorSetup } from '../../core/setup.ts';
import { packageRoot } from '../package-root.ts';
import type { Surroundings } from '../surroundings.ts';
import { draftConfig } from './draft-config.ts';

/** A provider that can be watched, as far as `init` is concerned. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  /** Null for a connector that needs nothing granted. */
  readonly setup: ConnectorSetup | null;
}

/** Providers with something to watch or to list; those that only know key formats need no configuration. */
export function choices({ connectors }: Surroundings): readonly Choice[] {
  return Object.values(connectors)
    .filter((connector: Connector) => connector.open !== undefined)
    .map(({ id, title, setup }) => ({ id, title, setup: setup ?? null }));
}

/**
 * Writes a first configuration for these providers.
 * @throws AppError `CONFIG_EXISTS`: what is there is never overwritten
 */
export async function writeConfig(file: string, providers: readonly string[]): Promise<void> {
  const example = readFileSync(join(packageRoot(), 'config.example.yaml'), 'utf8');
  try {
    await writeFile(file, draftConfig(example, providers), { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') {
      throw new AppError(`${file} is there already and stays as it is`, {
        code: 'CONFIG_EXISTS',
        kind: 'bad-input',
        hint: 'Name another file with --output, or add --grants to see the permissions only.',
      });
    }
    throw new AppError(`${file} cannot be written (${code})`, {
      code: 'CONFIG_UNWRITABLE',
      kind: 'bad-input',
      hint: 'Name a file in a folder that exists and that you may write to.',
      cause: error,
    });
  }
}
