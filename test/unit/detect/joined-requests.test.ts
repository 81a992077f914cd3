import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/finding.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import type { Engine } from '../../../src/detect/engine.ts';
import { committed, DAY, operation, START, type StoryEvent, storyEngine } from './support/story.ts';

const ACCOUNT = 'acct-shop';
const account = {
  credential: '',
  credentialKind: 'none',
  actor: ACCOUNT,
  actorKind: 'account',
  address: '',
  agent: '',
} as const;
const key = { ...account, credential: 'mk_1', credentialKind: 'key' } as const;
const money = (action: string, trait: 'money-route' | 'money-out') =>
  operation(action, ['money', trait], { service: 'money', verb: 'write' });

const route = (request?: string): StoryEvent => ({
  at: START,
  context: account,
  operation: money('destination added', 'money-route'),
  target: 'bank-2',
  ...(request === undefined ? {} : { request: { id: request, named: false } }),
});
const payout: StoryEvent = {
  at: START + HOUR,
  context: account,
  operation: money('payout', 'money-out'),
  target: 'bank-2',
  request: { id: 'req-2', named: false },
};
/** The other log tells of the same request, a moment later, and names the key. */
const named = (context: StoryEvent['context'] = key, request = 'req-2'): StoryEvent => ({
  at: START + HOUR + 300,
  context: context ?? key,
  operation: operation('payout asked for', [], { service: 'activity', verb: 'write' }),
  target: 'po-1',
  request: { id: request, named: true },
});

/** Each list arrives as a batch and is judged at once, as when logs are read one after the other. */
function findings(batches: readonly (readonly StoryEvent[])[], engine: Engine = storyEngine()): readonly Finding[] {
  return batches.flatMap((events, index) => {
    engine.accept(committed(events, index + 1, START + 2 * HOUR));
    return engine.advance('all').findings;
  });
}

const subjects = (found: readonly Finding[]): readonly string[] =>
  found.filter(({ detector }) => detector === 'new-destination-paid-out').map(({ subject }) => subject.id);

describe('events whose request another log puts down to a key', () => {
  it('are found to be the doing of that key, when both are there', () => {
    const [finding, ...more] = findings([[route(), payout, named()]]);

    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      detector: 'new-destination-paid-out',
      subject: { kind: 'credential', id: 'acme:mk_1' },
      evidence: [{ credential: '' }, { action: 'payout', credential: 'acme:mk_1' }],
    });
    expect(finding?.reason).toContain('Another log names who made this request: acme:mk_1.');
  });

  it('are found again under that key, when its log comes late', () => {
    const found = findings([[route(), payout], [named()]]);

    expect(subjects(found)).toEqual([`acme:${ACCOUNT}`, 'acme:mk_1']);
    expect(found[1]?.reason).toContain('Another log names');
    expect(found[1]?.evidence).toEqual(found[0]?.evidence);
  });

  it('are not found a third time when the log is read again', () => {
    const again = { ...named(), id: 'told again' };

    expect(subjects(findings([[route(), payout], [named()], [again]]))).toHaveLength(2);
  });

  it('wait for the other log over a restart', () => {
    const engine = storyEngine();
    findings([[route(), payout]], engine);
    const restarted = storyEngine();
    restarted.restore(engine.snapshot());
    restarted.accept(committed([named()], 2, START + 2 * HOUR));

    expect(subjects(restarted.advance('all').findings)).toEqual(['acme:mk_1']);
  });

  it('know their key after a restart, when that log came first', () => {
    const engine = storyEngine();
    engine.accept(committed([named()], 1, START + 2 * HOUR));
    engine.advance('all');
    const restarted = storyEngine();
    restarted.restore(engine.snapshot());
    restarted.accept(committed([route(), payout], 2, START + 2 * HOUR));

    expect(subjects(restarted.advance('all').findings)).toEqual(['acme:mk_1']);
  });

  it('are what the provider says, whatever the caller says of itself', () => {
    const imitated = { ...payout, context: { ...key, credential: 'shop' } };

    expect(subjects(findings([[route(), imitated, named()]]))).toEqual(['acme:mk_1']);
  });

  it('may be the doing of a person', () => {
    const person = { ...account, actor: 'owner@example.com', actorKind: 'user' } as const;
    const [finding] = findings([[route(), payout, named(person)]]);

    expect(finding).toMatchObject({
      subject: { kind: 'principal', id: 'acme:owner@example.com' },
      evidence: [{ actor: ACCOUNT }, { actor: 'owner@example.com', credential: '' }],
    });
  });

  it.each([
    ['another request', named(key, 'req-9')],
    ['a request at another provider', named({ ...key, provider: 'github' })],
    ['a record that names nobody', { ...named(), request: { id: 'req-2', named: false } }],
    ['a record without an actor', named({ ...account, actor: '' })],
  ])('stay with the account for %s', (_, other) => {
    expect(subjects(findings([[route(), payout, other]]))).toEqual([`acme:${ACCOUNT}`]);
  });

  it('are the doing of whom the oldest record names, whichever arrives first', () => {
    const other = { ...named({ ...key, credential: 'mk_0' }), at: named().at + 1 };

    for (const logs of [
      [named(), other],
      [other, named()],
    ])
      expect(subjects(findings([[...logs, route(), payout]]))).toEqual(['acme:mk_1']);
  });

  it('are each put down to their own', () => {
    const second = { ...payout, at: payout.at + DAY / 2, request: { id: 'req-3', named: false } };
    const other = { ...named({ ...key, credential: 'mk_2' }, 'req-3'), at: second.at + SECOND };
    const events = [route(), payout, named(), { ...route(), at: second.at - MINUTE, target: 'bank-2' }, second, other];
    const found = findings([events]);

    expect(new Set(subjects(found))).toEqual(new Set(['acme:mk_1', 'acme:mk_2']));
  });
});
