import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STRIPE } from '../../../../connectors/stripe/index.ts';
import { decode } from '../../../../src/collect/decode.ts';
import { createEngine } from '../../../../src/detect/engine.ts';
import { loadRules } from '../../../../src/detect/sigma/load.ts';
import { ROOT } from '../../../support/source-files.ts';

const { loaded, rules } = await loadRules([join(ROOT, 'rules', 'stripe')], [], STRIPE.formats);
const SEEN = Date.UTC(2026, 2, 2);

/** Detectors that speak when these records come as one file. */
function found(records: readonly object[]): readonly string[] {
  const bytes = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
  const batch = decode(
    { source: 'test', place: 'test', bytes, format: null },
    { formats: STRIPE.formats, match: (format, record) => rules.match(format, record), keepRaw: false },
  );
  const engine = createEngine({ networks: { describe: 'none', lookup: () => null }, rules: loaded });
  engine.accept({ sequence: 1, seenAt: SEEN, batch, fresh: new Uint8Array(batch.size).fill(1) });
  return engine.advance('all').findings.map(({ detector }) => detector);
}

/** So many of a record, each about a thing of its own, seconds apart. */
function copies(record: unknown, count: number): readonly object[] {
  const text = JSON.stringify(record);
  return Array.from({ length: count }, (_, index) => {
    const copy = text
      .replace(/"id":"([a-z]+)_[^"]*"/g, `"id":"$1_${index}"`)
      .replace(/1772359200/, String(1772359200 + index));
    return JSON.parse(copy) as object;
  });
}

describe.each(loaded.map((rule) => ({ id: rule.info.id, rule })))('$id', ({ id, rule }) => {
  const { fire = [], quiet = [] } = rule.extras?.examples ?? {};
  const count = rule.extras?.window?.count ?? 1;

  it.each(fire)('is a finding, not only a match: %j', (record) => {
    expect(found(copies(record, count))).toContain(id);
  });

  it.each(quiet)('finds nothing in %j', (record) => {
    expect(found(copies(record, count))).not.toContain(id);
  });

  it.runIf(count > 1)('finds nothing in one less', () => {
    for (const record of fire) expect(found(copies(record, count - 1))).not.toContain(id);
  });
});
