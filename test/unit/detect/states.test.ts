import { describe, expect, it } from 'vitest';
import type { InventoryItem } from '../../../src/core/credential.ts';
import { committed, DAY, detectorsOf, HOUR, MINUTE, operation, START, storyEngine } from './support/story.ts';

const ITEM: InventoryItem = {
  alias: 'acme:KEY0001',
  kind: 'key',
  actor: 'user/ci-deploy',
  account: '111122223333',
  state: 'active',
  createdAt: START - 400 * DAY,
  expiresAt: null,
  lastUsed: START - 200 * DAY,
  lastUsedDetail: '',
};

function use(at: number, outcome: 'success' | 'denied' = 'success'): ReturnType<typeof committed> {
  return committed([{ at, operation: operation('Read', [], { outcome }) }], 1);
}

describe('retired-key-used', () => {
  const retired = (): ReturnType<typeof storyEngine> => {
    const engine = storyEngine();
    engine.noteState('acme:KEY0001', 'inactive', START, 'Deactivated by run r-1');
    return engine;
  };

  it('speaks when the key still works after the time that providers need', () => {
    const engine = retired();
    engine.accept(use(START + HOUR));
    const { findings, incidents } = engine.advance('all');

    expect(findings[0]).toMatchObject({ detector: 'retired-key-used', severity: 'critical' });
    expect(findings[0]?.reason).toMatch(/^Deactivated by run r-1 at .*still worked/);
    expect(incidents[0]?.severity).toBe('critical');
  });

  it('counts a refused attempt as medium', () => {
    const engine = retired();
    engine.accept(use(START + HOUR, 'denied'));

    expect(engine.advance('all').findings[0]?.severity).toBe('medium');
  });

  it('keeps quiet within the grace, and before the end', () => {
    for (const at of [START - HOUR, START + 5 * MINUTE]) {
      const engine = retired();
      engine.accept(use(at));
      expect(detectorsOf(engine.advance('all'))).not.toContain('retired-key-used');
    }
  });

  it('keeps quiet once the key was switched on again', () => {
    const engine = retired();
    engine.noteState('acme:KEY0001', 'active', START + MINUTE, '');
    engine.accept(use(START + HOUR));

    expect(engine.advance('all').findings).toEqual([]);
  });

  it('counts from the first time that the key was found dead', () => {
    const engine = retired();
    engine.noteState('acme:KEY0001', 'deleted', START + 5 * HOUR, 'Deleted by somebody');
    engine.accept(use(START + 5 * HOUR + MINUTE));

    expect(detectorsOf(engine.advance('all'))).toContain('retired-key-used');
  });
});

describe('inventory', () => {
  it('makes a long silence known on day one', () => {
    const engine = storyEngine();
    engine.noteInventory([ITEM], START - HOUR);
    engine.accept(use(START));

    expect(engine.advance('all').findings[0]).toMatchObject({
      detector: 'dormant-key-awakened',
      reason: expect.stringContaining('200 days'),
    });
  });

  it('tells which keys are dead', () => {
    const engine = storyEngine();
    engine.noteInventory([{ ...ITEM, state: 'inactive', lastUsed: START - DAY }], START - HOUR);
    engine.accept(use(START));

    expect(detectorsOf(engine.advance('all'))).toContain('retired-key-used');
  });

  it('does not count its stamps over use that was seen', () => {
    const engine = storyEngine();
    engine.accept(use(START));
    engine.advance('all');
    engine.noteInventory([{ ...ITEM, lastUsed: START - DAY }], START);
    engine.accept(committed([{ at: START + HOUR }], 2));

    expect(engine.advance('all').findings).toEqual([]);
  });
});

describe('a dead key that somebody changed', () => {
  const change = {
    at: START,
    context: { credential: 'ADMIN', actor: 'user/admin' },
    operation: operation('UpdateKey', ['credential-write'], { verb: 'write' }),
    target: 'KEY0001',
  };
  const after = { at: START + HOUR };

  it('is given the benefit of the doubt where only the list called it dead', () => {
    const engine = storyEngine();
    engine.noteInventory([{ ...ITEM, state: 'inactive', lastUsed: START - DAY }], START - DAY);
    engine.accept(committed([change, after], 1));

    expect(detectorsOf(engine.advance('all'))).not.toContain('retired-key-used');
  });

  it('stays dead where we ended it: switching it on again is the news', () => {
    const engine = storyEngine();
    engine.noteState('acme:KEY0001', 'inactive', START - DAY, 'Deactivated by run r-1');
    engine.accept(committed([change, after], 1));

    expect(detectorsOf(engine.advance('all'))).toContain('retired-key-used');
  });

  it('stays dead when the change was refused or deleted it', () => {
    for (const part of [{ outcome: 'denied' }, { verb: 'delete' }] as const) {
      const engine = storyEngine();
      engine.noteInventory([{ ...ITEM, state: 'inactive', lastUsed: START - DAY }], START - DAY);
      engine.accept(
        committed(
          [{ ...change, operation: operation('UpdateKey', ['credential-write'], { verb: 'write', ...part }) }, after],
          1,
        ),
      );
      expect(detectorsOf(engine.advance('all'))).toContain('retired-key-used');
    }
  });
});

describe('dormant keys with a rhythm', () => {
  it('are reported twice and then known', () => {
    const engine = storyEngine();
    const times = [0, 91, 182, 273, 364].map((days) => START + days * DAY);
    engine.accept(
      committed(
        times.map((at) => ({ at })),
        1,
      ),
    );
    const dormant = engine.advance('all').findings.filter((finding) => finding.detector === 'dormant-key-awakened');

    expect(dormant.map((finding) => finding.at)).toEqual(times.slice(1, 3));
  });
});

describe('a source that went blind', () => {
  it('is an incident about the source', () => {
    const engine = storyEngine();
    engine.reportBlindness(
      { provider: 'acme', account: '1', source: 'acme.trail', reason: 'Access was taken away.', since: START },
      START,
    );
    const { incidents, alerts } = engine.advance('all');

    expect(incidents[0]).toMatchObject({ subject: { kind: 'source' }, severity: 'high' });
    expect(alerts.map((alert) => alert.reason)).toEqual(['first']);
  });
});
