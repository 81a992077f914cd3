import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuleFile } from './rule.ts';

/** All `.yml` and `.yaml` files below a folder, in a fixed order. @throws when the folder cannot be read */
export async function readRuleFiles(folder: string): Promise<readonly RuleFile[]> {
  const names = await readdir(folder, { recursive: true });
  const wanted = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    wanted.map(async (name) => ({ path: join(folder, name), text: await readFile(join(folder, name), 'utf8') })),
  );
}
