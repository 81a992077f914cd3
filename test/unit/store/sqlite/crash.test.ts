import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { BATCH_EPOCH, Traffic } from '../../../support/batches.ts';
import { useStores } from '../../../support/stores.ts';
import { useTempFolders } from '../../../support/temp-folder.ts';

const folder = useTempFolders();
const open = useStores();
const SCRIPT = fileURLToPath(new URL('../../../support/append-until-killed.ts', import.meta.url));

/** Kills the process (SIGKILL: it can do nothing about it) after so many batches; returns how many it said were stored. */
async function appendAndKill(path: string, mode: string, after: number): Promise<number> {
  const child = spawn(process.execPath, [SCRIPT, path, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    said = Number(line);
    if (said === after) child.kill('SIGKILL');
  }
  return said;
}

it.each([
  ['live', 1],
  ['live', 7],
  ['bulk', 3],
  ['bulk', 12],
])(
  'loses and doubles nothing when a process is killed (%s, after %d batches)',
  async (mode, after) => {
    const path = join(folder(), 'k.db');
    const said = await appendAndKill(path, mode, after);
    const traffic = new Traffic({ seed: 11, size: 200, every: 60_000 });

    const store = await open(path);
    const cursor = await store.events.cursor('acme.trail');
    const stored = Number(cursor?.cursor['next']);

    // A batch more may have been committed than could be said.
    expect(stored).toBeGreaterThanOrEqual(said);
    expect((await store.events.stats()).events).toBe(stored * 200);
    expect(await store.check()).toEqual([]);
    for (const index of [stored - 1, stored]) {
      const { fresh } = await store.events.append(traffic.batch(index), { seenAt: BATCH_EPOCH });
      expect(fresh).toEqual(new Uint8Array(200).fill(index < stored ? 0 : 1));
    }
  },
  30_000,
);
