import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../../../src/store/sqlite/open.ts';
import { BATCH_EPOCH, Traffic } from '../../../support/batches.ts';
import { useTempFolders } from '../../../support/temp-folder.ts';

const folder = useTempFolders();
const EVENTS = 200_000;
const BATCH = 4_000;

it.each([true, false])(
  'an event takes at most 100 bytes (bulk: %s)',
  async (bulk) => {
    const path = join(folder(), 'k.db');
    const store = await openSqliteStore(path, { bulk });
    const traffic = new Traffic({ seed: 1, size: BATCH });
    for (let index = 0; index < EVENTS / BATCH; index += 1) {
      await store.events.append(traffic.batch(index), { seenAt: BATCH_EPOCH });
    }
    await store.events.seal();
    expect((await store.events.stats()).events).toBe(EVENTS);
    await store.close();

    // Closing the last connection has moved everything from the log into the file.
    const perEvent = statSync(path).size / EVENTS;

    expect(perEvent).toBeGreaterThan(40);
    expect(perEvent).toBeLessThanOrEqual(100);
  },
  60_000,
);
