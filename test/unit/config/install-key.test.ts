import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadInstallKey } from '../../../src/config/install-key.ts';
import { fakeSystem } from '../../support/fake-system.ts';

describe('loadInstallKey', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keywatch-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('makes a key at first use and finds it again', async () => {
    const path = join(folder, 'k.key');

    const made = await loadInstallKey(path, fakeSystem().random);
    const found = await loadInstallKey(path, () => {
      throw new Error('no chance needed');
    });

    expect(made).toHaveLength(32);
    expect(found).toEqual(made);
    expect(await readdir(folder)).toEqual(['k.key']);
  });

  it('lets nobody else read it', async () => {
    const path = join(folder, 'k.key');

    await loadInstallKey(path, fakeSystem().random);

    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('ends with one key when two start at once', async () => {
    const path = join(folder, 'k.key');

    const keys = await Promise.all(['a', 'b', 'c'].map((seed) => loadInstallKey(path, fakeSystem({ seed }).random)));

    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(await readdir(folder)).toEqual(['k.key']);
  });

  it.each(['', 'short', 'x'.repeat(64), 'ab'.repeat(33)])(
    'does not use or replace a file that holds %j',
    async (content) => {
      const path = join(folder, 'k.key');
      await writeFile(path, content);

      await expect(loadInstallKey(path, fakeSystem().random)).rejects.toMatchObject({
        code: 'CONFIG_FINGERPRINT_KEY',
        kind: 'config',
      });
    },
  );

  it('says so when the folder does not exist', async () => {
    await expect(loadInstallKey(join(folder, 'no', 'k.key'), fakeSystem().random)).rejects.toThrow(/ENOENT/);
  });
});
