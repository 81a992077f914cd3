import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AWAY, committed, HOUR, MINUTE, routine, START, type StoryEvent, storyEngine } from './support/story.ts';
import { testRule } from './support/test-rules.ts';

const RULES = [testRule('bad', 'high'), testRule('odd', 'medium')];

describe('snapshots', () => {
  it('carry baselines over a restart', () => {
    const before = storyEngine();
    before.accept(committed(routine(8), 1, START));
    before.advance('all');
    const after = storyEngine();
    expect(after.restore(before.snapshot())).toBe(1);
    after.accept(committed([{ at: START, context: { address: AWAY } }], 2));

    expect(after.advance('all').findings.map((finding) => finding.detector)).toContain('first-network-for-key');
  });

  it('carry open incidents and what was told about them', () => {
    const before = storyEngine({ rules: RULES });
    before.accept(committed([{ at: START, hits: [{ rule: 'bad' }], minted: [{ alias: 'S1' }] }], 1));
    const first = before.advance('all');
    const after = storyEngine({ rules: RULES });
    after.restore(before.snapshot());
    after.accept(
      committed(
        [{ at: START + HOUR, hits: [{ rule: 'odd' }], context: { credential: 'S1', credentialKind: 'session' } }],
        2,
      ),
    );
    const second = after.advance('all');

    expect(second.incidents[0]).toMatchObject({ id: first.incidents[0]?.id, score: 75 });
    expect(second.alerts.map((alert) => alert.reason)).toEqual(['new-evidence']);
  });

  it('know which rows of a batch were still waiting', () => {
    const batch = committed([{ at: START }, { at: START + HOUR, hits: [{ rule: 'bad' }] }], 7);
    const before = storyEngine({ rules: RULES });
    before.accept(batch);
    expect(before.advance(START + MINUTE).findings).toEqual([]);
    expect(before.position).toBe(6);

    const after = storyEngine({ rules: RULES });
    expect(after.restore(before.snapshot())).toBe(6);
    expect(after.position).toBe(6);
    after.accept(batch);
    const { credentials, findings, position } = after.advance('all');

    expect(findings).toHaveLength(1);
    expect(position).toBe(7);
    expect(credentials[0]?.firstSeen).toBe(START);
  });

  it('find the waiting rows again in a batch that held duplicates', () => {
    const events: readonly StoryEvent[] = [
      { at: START },
      { at: START + MINUTE },
      { at: START + HOUR, hits: [{ rule: 'bad' }] },
    ];
    const live = committed(events, 7);
    const before = storyEngine({ rules: RULES });
    before.accept({ ...live, fresh: Uint8Array.from([0, 1, 1]) });
    before.advance(START + 2 * MINUTE);

    // The store gives the batch back without the row that it had already: row numbers are others.
    const again = committed(events.slice(1), 7);
    const after = storyEngine({ rules: RULES });
    after.restore(before.snapshot());
    after.accept({ ...again, batch: { ...again.batch, position: Uint32Array.from([1, 2]) } });

    expect(after.advance('all').findings.map(({ detector }) => detector)).toEqual(['bad']);
  });

  it('do not judge again what they contain', () => {
    const batch = committed([{ at: START, hits: [{ rule: 'bad' }] }], 1);
    const before = storyEngine({ rules: RULES });
    before.accept(batch);
    before.advance('all');
    const after = storyEngine({ rules: RULES });
    after.restore(before.snapshot());
    after.accept(batch);

    expect(after.advance('all')).toMatchObject({ findings: [], incidents: [], alerts: [], position: 1 });
  });

  it('keep half-full windows', () => {
    const secrets = Array.from(
      { length: 20 },
      (_, index): StoryEvent => ({
        at: START + index * 1000,
        operation: { action: 'GetSecret', traits: ['secret-read'] },
        target: `s${index}`,
      }),
    );
    const before = storyEngine();
    before.accept(committed(secrets.slice(0, 12), 1));
    before.advance('all');
    const after = storyEngine();
    after.restore(before.snapshot());
    after.accept(committed(secrets.slice(12), 2));

    expect(after.advance('all').findings.map((finding) => finding.detector)).toEqual(['secret-sweep']);
  });

  it('are refused when damaged or from another version, with the way out', () => {
    const engine = storyEngine();
    const refusal = { code: 'DETECT_SNAPSHOT', hint: expect.stringContaining('empty memory') };

    expect(() => engine.restore(new Uint8Array([1, 2, 3]))).toThrow(expect.objectContaining(refusal));
    expect(() => engine.restore(zstdCompressSync('{"v":99}'))).toThrow(expect.objectContaining(refusal));
  });
});

describe('position', () => {
  it('stops before the oldest batch with a waiting row', () => {
    const engine = storyEngine();
    engine.accept(committed([{ at: START + HOUR }], 1));
    engine.accept(committed([{ at: START }], 2));
    engine.advance(START);
    expect(engine.position).toBe(0);
    engine.advance('all');
    expect(engine.position).toBe(2);
  });

  it('passes batches in which nothing was wanted', () => {
    const engine = storyEngine();
    engine.accept({ ...committed([{ at: START }], 3), fresh: new Uint8Array([0]) });

    expect(engine.position).toBe(3);
  });

  it('does not move when a batch comes again', () => {
    const engine = storyEngine();
    const batch = committed([{ at: START }], 1);
    engine.accept(batch);
    engine.advance('all');
    engine.accept(batch);

    expect(engine.advance('all').credentials).toEqual([]);
  });
});
