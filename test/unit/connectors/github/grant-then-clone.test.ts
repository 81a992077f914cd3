import { describe, expect, it } from 'vitest';
import { GITHUB } from '../../../../connectors/github/index.ts';
import { decode } from '../../../../src/collect/decode.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import { createEngine } from '../../../../src/detect/engine.ts';
import { AT, record } from './records.ts';

/** Ids of what is found in these records, each once. */
function found(records: readonly unknown[]): readonly string[] {
  const bytes = Buffer.from(records.map((one) => JSON.stringify(one)).join('\n'));
  const batch = decode(
    { source: 'test', place: 'test', bytes, format: null },
    { formats: GITHUB.formats, match: () => [], keepRaw: false },
  );
  const engine = createEngine({ networks: { describe: 'none', lookup: () => null }, rules: [] });
  engine.accept({ sequence: 1, seenAt: AT + 60 * MINUTE, batch, fresh: new Uint8Array(batch.size).fill(1) });
  return [...new Set(engine.advance('all').findings.map(({ detector }) => detector))];
}

const grant = record({
  _document_id: 'grant',
  action: 'personal_access_token.access_granted',
  actor: 'owner',
  user: 'dev',
  hashed_token: undefined,
  programmatic_access_type: undefined,
});
const clones = (after: number): readonly unknown[] =>
  Array.from({ length: 6 }, (_, index) =>
    record({
      '@timestamp': AT + after + index * 1000,
      _document_id: `clone-${index}`,
      repository: `acme/code-${index}`,
    }),
  );

describe('a token that was granted access', () => {
  it('and clones six private repositories at once is told of', () => {
    expect(found([grant, ...clones(5 * MINUTE)])).toContain('fresh-credential-copies');
  });

  it('and clones them an hour later is not', () => {
    expect(found([grant, ...clones(61 * MINUTE)])).not.toContain('fresh-credential-copies');
  });
});
