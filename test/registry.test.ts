import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from './support/source-files.ts';

const FOLDER = join(ROOT, 'connectors');
const REGISTRY = join(FOLDER, 'registry.ts');

describe.skipIf(!existsSync(REGISTRY))('connector registry', () => {
  const folders = existsSync(FOLDER)
    ? readdirSync(FOLDER, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : [];

  it('lists exactly the connector folders, each under its id', async () => {
    const registered = z.object({ CONNECTORS: z.record(z.string(), z.looseObject({ id: z.string() })) });
    const { CONNECTORS } = registered.parse(await import(REGISTRY));
    expect(Object.keys(CONNECTORS).toSorted()).toEqual(folders.toSorted());
    expect(Object.entries(CONNECTORS).filter(([key, connector]) => connector.id !== key)).toEqual([]);
  });

  it('gives threads the formats and keys of every connector', async () => {
    const { CONNECTORS } = await import('../connectors/registry.ts');
    const { DECODING } = await import('../connectors/decoding.ts');
    expect(DECODING).toEqual(Object.values(CONNECTORS).map(({ id, formats, keys }) => ({ id, formats, keys })));
  });

  it.each(folders)('%s has an index and a README', (name) => {
    expect(readdirSync(join(FOLDER, name))).toEqual(expect.arrayContaining(['index.ts', 'README.md']));
  });
});
