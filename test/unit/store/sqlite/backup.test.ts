import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BATCH_EPOCH, Traffic } from '../../../support/batches.ts';
import { useStores } from '../../../support/stores.ts';
import { useTempFolders } from '../../../support/temp-folder.ts';

const folder = useTempFolders();
const open = useStores();
const traffic = new Traffic({ seed: 1, size: 200 });

describe('backup', () => {
  it('is a whole database, taken while the original is in use', async () => {
    const path = join(folder(), 'k.db');
    const copy = join(dirname(path), 'copy.db');
    const store = await open(path);
    await store.events.append(traffic.batch(0), { seenAt: BATCH_EPOCH });

    const copying = store.backup(copy);
    await store.events.append(traffic.batch(1), { seenAt: BATCH_EPOCH });
    await copying;

    const restored = await open(copy, { readOnly: true });
    expect(await restored.check()).toEqual([]);
    expect((await restored.events.stats()).events).toBeGreaterThanOrEqual(200);
    expect(readdirSync(dirname(path)).filter((file) => file.includes('partial'))).toEqual([]);
  });

  it('takes the place of an older one only when it is complete', async () => {
    const copy = join(folder(), 'copy.db');
    writeFileSync(copy, 'the older one');
    const store = await open();
    await store.events.append(traffic.batch(0), { seenAt: BATCH_EPOCH });

    await store.backup(copy);

    expect((await (await open(copy)).events.stats()).events).toBe(200);
  });

  it('refuses to overwrite the database itself', async () => {
    const path = join(folder(), 'k.db');
    const store = await open(path);

    await expect(store.backup(join(dirname(path), '.', 'k.db'))).rejects.toMatchObject({ code: 'BACKUP_REFUSED' });
  });

  it('refuses a folder that is not there', async () => {
    const store = await open();
    const path = join(folder(), 'no', 'copy.db');

    await expect(store.backup(path)).rejects.toMatchObject({ code: 'BACKUP_REFUSED' });
    expect(existsSync(path)).toBe(false);
  });
});
