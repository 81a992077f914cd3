import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { DecodePool } from '../../../src/collect/decode-pool.ts';
import { importFiles } from '../../../src/collect/import-files.ts';
import type { Intake } from '../../../src/collect/intake.ts';
import { BATCH_EPOCH, makeBatch } from '../../support/batches.ts';

const pool: DecodePool = {
  width: 2,
  decode: async ({ place }) => makeBatch([{ time: BATCH_EPOCH }], { place }),
  close: async () => undefined,
};
const intake: Intake = {
  commit: async (batch) => ({ sequence: 1, seenAt: BATCH_EPOCH, batch, fresh: new Uint8Array(batch.size).fill(1) }),
  settle: async () => undefined,
};

describe('reading files', () => {
  it('counts a large one as one, however many pieces it is read in', async () => {
    const megabyte = `{"text":"${'x'.repeat(1024 * 1024)}"}\n`;
    const stdin = Readable.from(Array.from({ length: 40 }, () => Buffer.from(megabyte)));
    const seen: number[] = [];

    const { counts, files } = await importFiles({
      paths: ['-'],
      stdin,
      pool,
      intake,
      now: BATCH_EPOCH,
      onProgress: (progress) => seen.push(progress.files),
      signal: new AbortController().signal,
    });

    expect(counts.read).toBeGreaterThan(1);
    expect({ files, seen: new Set(seen) }).toEqual({ files: 1, seen: new Set([1]) });
  });
});
