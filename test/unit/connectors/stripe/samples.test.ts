import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STRIPE } from '../../../../connectors/stripe/index.ts';
import { decode } from '../../../../src/collect/decode.ts';
import { eventIdOf } from '../../../../src/core/batch.ts';
import { ROOT } from '../../../support/source-files.ts';

const FILE = join(ROOT, '..', 'shared', 'data', 'stripe-events', 'webhook-events.ndjson');

describe.skipIf(!existsSync(FILE))('public sample events', () => {
  const read = () =>
    decode(
      { source: 'test', place: FILE, bytes: readFileSync(FILE), format: null },
      { formats: STRIPE.formats, match: () => [], keepRaw: true },
    );

  it('are all read, and none is taken for another although their ids are zeroed', () => {
    const batch = read();
    const lines = readFileSync(FILE, 'utf8').trim().split('\n').length;

    expect(batch.unparsed).toEqual([]);
    expect(batch.size).toBe(lines);
    expect(new Set(Array.from({ length: batch.size }, (_, row) => eventIdOf(batch, row))).size).toBe(lines);
  });

  it('keep their ids from one reading to the next', () => {
    expect(read().ids).toEqual(read().ids);
  });
});
