import { describe, expect, it } from 'vitest';
import { NOBODY, type SelfIdentity } from '../../../src/detect/own-calls.ts';
import {
  AWAY,
  committed,
  detectorsOf,
  MINUTE,
  operation,
  play,
  START,
  type StoryEvent,
  storyEngine,
} from './support/story.ts';
import { testRule } from './support/test-rules.ts';

const RULES = [testRule('bad', 'high')];
const SELF: SelfIdentity = {
  aliases: ['acme:MONITOR'],
  actors: ['role/monitor'],
  networks: ['192.0.2.0/24'],
  runs: ['run-7f3a'],
};

/** A write that a rule calls bad, by the monitor's role. */
const write = (context: StoryEvent['context'] = {}): StoryEvent => ({
  at: START,
  context: {
    credential: 'S1',
    credentialKind: 'session',
    actorKind: 'role',
    actor: 'role/monitor',
    session: 'run-7f3a',
    ...context,
  },
  operation: operation('CreateKey', ['credential-write'], { verb: 'mint' }),
  hits: [{ rule: 'bad' }],
});

const found = (events: readonly StoryEvent[], self: SelfIdentity = SELF): readonly string[] =>
  detectorsOf(play(events, { rules: RULES, self }));

describe('the monitor’s own calls', () => {
  it('are not scored when identity, network and journal agree', () => {
    expect(found([write()])).toEqual([]);
  });

  it('are scored and reported from a foreign network', () => {
    expect(found([write({ address: AWAY })])).toEqual(['bad', 'monitor-identity-elsewhere']);
  });

  it('are scored without a run of the journal, even from our network', () => {
    expect(found([write({ session: 'somebody' })])).toEqual(['bad']);
  });

  it('of others are scored although they copy the run id', () => {
    expect(found([write({ actor: 'role/other' })])).toEqual(['bad']);
  });

  it('that only read need no run', () => {
    const read: StoryEvent = { ...write({ session: 'poll' }), operation: operation('ListKeys', ['enumerate']) };

    expect(found([read])).toEqual([]);
  });

  it('are known by alias, too', () => {
    const event = write({
      actor: 'user/x',
      actorKind: 'user',
      credential: 'MONITOR',
      credentialKind: 'key',
      address: AWAY,
    });

    expect(found([event])).toContain('monitor-identity-elsewhere');
  });

  it('learn their usual network where none is configured', () => {
    const self = { ...SELF, networks: [] };
    const elsewhere = { ...write({ address: AWAY }), at: START + MINUTE };

    expect(found([write()], self)).toEqual([]);
    expect(found([write(), elsewhere], self)).toEqual(['bad', 'monitor-identity-elsewhere']);
  });

  it('of a run that starts later are known from then on', () => {
    const engine = storyEngine({ rules: RULES, self: { ...SELF, runs: [] } });
    engine.accept(committed([write()], 1));
    expect(detectorsOf(engine.advance('all'))).toEqual(['bad']);

    engine.addRun('run-8');
    engine.accept(committed([{ ...write({ session: 'keywatch-run-8', credential: 'S2' }), at: START + MINUTE }], 2));
    expect(engine.advance('all').findings).toEqual([]);
  });

  it('are nobody’s when the monitor has no identity', () => {
    expect(found([write()], NOBODY)).toEqual(['bad']);
  });
});
