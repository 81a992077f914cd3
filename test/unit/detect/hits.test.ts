import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/finding.ts';
import type { RuleExtras } from '../../../src/detect/sigma/rule.ts';
import { AWAY, burst, DAY, MINUTE, operation, play, routine, START, type StoryEvent } from './support/story.ts';
import { testRule } from './support/test-rules.ts';

const HIT = [{ rule: 'r', detail: { user: 'bob', many: '4' } }];

function found(events: readonly StoryEvent[], extras: Partial<RuleExtras> | null = {}): readonly Finding[] {
  return play(events, { rules: [testRule('r', 'high', extras)] }).findings.filter(
    (finding) => finding.detector === 'r',
  );
}

const severities = (events: readonly StoryEvent[], extras: Partial<RuleExtras> | null = {}): readonly string[] =>
  found(events, extras).map((finding) => finding.severity);

describe('rule hits', () => {
  it('become findings with the rule’s severity and sentence', () => {
    const [finding] = found([{ at: START, hits: HIT, target: 'vault' }], {
      reason: '{actor} did {action} to {target} for {user} from {address} {unknown}.',
    });

    expect(finding).toMatchObject({
      severity: 'high',
      reason: 'ci-deploy did GetObject to vault for bob from 192.0.2.10 something.',
      subject: { kind: 'credential', id: 'acme:KEY0001' },
    });
    expect(finding?.evidence[0]).toMatchObject({
      action: 'GetObject',
      address: '192.0.2.10',
      tool: 'tool',
      outcome: 'success',
    });
  });

  it('leave out what the record does not say, with the words that lead up to it', () => {
    const context = { address: '' };
    const reason = '{actor} opened {target} ({account}) for {nobody} by {action}, from {address}.';

    expect(found([{ at: START, hits: HIT, context }], { reason })[0]?.reason).toBe(
      'ci-deploy opened something by GetObject.',
    );
    expect(
      found([{ at: START, hits: HIT, context, target: 'x' }], { reason: '{action} on {target} ({user}).' })[0]?.reason,
    ).toBe('GetObject on x (bob).');
  });

  it('count a refusal as the rule says, and say so', () => {
    const events = [{ at: START, hits: HIT, operation: operation('X', [], { outcome: 'denied' }) }];

    expect(found(events)[0]).toMatchObject({ severity: 'medium', reason: expect.stringContaining('It was refused.') });
    expect(severities(events, { denied: null })).toEqual([]);
  });

  it('say nothing about a call that failed, unless the rule wants it', () => {
    const events = [{ at: START, hits: HIT, operation: operation('X', [], { outcome: 'failed' }) }];

    expect(severities(events)).toEqual([]);
    expect(severities(events, { failed: 'low' })).toEqual(['low']);
  });

  it('keep the level of imported rules whatever the outcome', () => {
    expect(severities([{ at: START, hits: HIT, operation: operation('X', [], { outcome: 'denied' }) }], null)).toEqual([
      'high',
    ]);
  });

  it('weigh less where infrastructure code is the habit of the credential', () => {
    const terraform = { context: { agent: 'x/1 terraform/1.9' } };
    const events = [...routine(8, terraform), { at: START, hits: HIT, ...terraform }];

    expect(severities(events)).toEqual(['medium']);
    expect(severities(events, { tamed: false })).toEqual(['high']);
    expect(severities([{ at: START, hits: HIT, ...terraform }])).toEqual(['high']);
  });

  it('weigh less from the fourth day of doing the same', () => {
    const events = [0, 1, 2, 3].map((day) => ({ at: START + day * DAY, hits: HIT }));

    expect(severities(events)).toEqual(['high', 'high', 'high', 'medium']);
  });

  it('stop after five in an hour', () => {
    expect(severities(burst(30, START, (index) => ({ hits: HIT, target: `t${index}` })))).toHaveLength(5);
  });

  it('of rules that were switched off since are left out', () => {
    expect(play([{ at: START, hits: [{ rule: 'gone' }] }]).findings).toEqual([]);
  });

  it('by roles that only a service can assume are left out', () => {
    expect(
      severities([{ at: START, hits: HIT, context: { actorKind: 'service', credential: '', actor: 'backup' } }]),
    ).toEqual([]);
  });
});

describe('rules that count', () => {
  const window = { within: 10 * MINUTE, count: 3, distinct: 'target', weigh: '', feeds: '' } as const;
  const on = (target: string): Omit<StoryEvent, 'at'> => ({ hits: HIT, target });

  it('speak when the window is full, once', () => {
    const events = burst(6, START, (index) => on(`t${index}`));

    expect(found(events, { window })).toHaveLength(1);
    expect(found(events, { window })[0]?.evidence.map((event) => event.target)).toEqual(['t0', 't1', 't2']);
  });

  it('count each value once', () => {
    expect(
      severities(
        burst(9, START, (index) => on(`t${index % 2}`)),
        { window },
      ),
    ).toEqual([]);
  });

  it('forget what is older than the window', () => {
    const slow = [0, 1, 2].map((index) => ({ at: START + index * 6 * MINUTE, ...on(`t${index}`) }));

    expect(severities(slow, { window })).toEqual([]);
  });

  it('count one lineage and address at a time', () => {
    const events = burst(4, START, (index) => ({
      ...on(`t${index}`),
      context: index % 2 === 0 ? {} : { address: AWAY },
    }));

    expect(severities(events, { window })).toEqual([]);
  });

  it('count what each match weighs', () => {
    expect(severities([{ at: START, ...on('t') }], { window: { ...window, weigh: 'many' } })).toEqual(['high']);
    expect(severities([{ at: START, ...on('t') }], { window: { ...window, weigh: '2' } })).toEqual([]);
  });

  it.each([
    ['action', (index: number) => ({ operation: operation(`A${index}`) })],
    ['region', (index: number) => ({ context: { region: `r${index}` } })],
    ['event', (index: number) => ({ id: `e${index}` })],
  ] as const)('can count by %s', (distinct, vary) => {
    const events = burst(3, START, (index) => ({ hits: HIT, ...vary(index) }));

    expect(severities(events, { window: { ...window, distinct } })).toEqual(['high']);
  });

  it('can feed the count of secrets', () => {
    const feeding = testRule('bulk', 'info', { window: { ...window, count: 1, weigh: '10', feeds: 'secret-sweep' } });
    const commit = play(
      burst(2, START, (index) => ({ id: `e${index}`, hits: [{ rule: 'bulk' }] })),
      { rules: [feeding] },
    );

    expect(commit.findings.map((finding) => [finding.detector, finding.severity])).toEqual([['secret-sweep', 'high']]);
    expect(commit.findings[0]?.reason).toContain('20 secrets');
  });
});
