import type { Config } from '../../../src/config/config.ts';
import { type LoadResult, loadConfig } from '../../../src/config/load.ts';
import { formatProblem } from '../../../src/config/problem.ts';
import { acme, other } from '../../support/acme.ts';

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** Loads a text as `/etc/keywatch/keywatch.yaml`, with the made-up providers. */
export function load(text: string, surroundings: Surroundings = {}): Promise<LoadResult> {
  return loadConfig(text, '/etc/keywatch/keywatch.yaml', {
    connectors: [acme, other],
    env: (name) => surroundings.env?.[name],
    readFile: async (path) => {
      const content = surroundings.files?.[path];
      if (content === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
      return content;
    },
  });
}

/** The problems as people see them; empty when there are none. */
export async function complaints(text: string, surroundings: Surroundings = {}): Promise<readonly string[]> {
  const result = await load(text, surroundings);
  return result.kind === 'ok' ? [] : result.problems.map((problem) => formatProblem('k.yaml', problem));
}

export async function loaded(text: string, surroundings: Surroundings = {}): Promise<Config> {
  const result = await load(text, surroundings);
  if (result.kind === 'invalid')
    throw new Error(result.problems.map((problem) => formatProblem('k.yaml', problem)).join('\n'));
  return result.config;
}
