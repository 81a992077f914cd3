import { describe, expect, it } from 'vitest';
import type { RuleFirst } from '../../../src/detect/sigma/rule.ts';
import { makeExposure } from '../../support/findings.ts';
import { committed, DAY, MINUTE, START, type StoryEvent, type StoryOptions, storyEngine } from './support/story.ts';
import { testRule } from './support/test-rules.ts';

const FIRST: RuleFirst = { of: 'secrets', at: ['workflow'], after: 3, most: 2 };
const RULES = [testRule('job', 'medium', { first: FIRST, reason: 'A job by {actor}.' })];

/** A job that got these secrets, in this workflow. */
const job = (at: number, secrets: readonly string[], workflow: string): StoryEvent => ({
  at,
  id: `${at} ${workflow} ${secrets.join()}`,
  hits: [{ rule: 'job', detail: { 'first.of': secrets.join('\n'), 'first.at': workflow } }],
});
const usual = (count: number, secrets: readonly string[] = ['NPM'], workflow = 'release'): readonly StoryEvent[] =>
  Array.from({ length: count }, (_, index) => job(START - (count - index) * DAY, secrets, workflow));

function reasons(events: readonly StoryEvent[], options: StoryOptions = {}): readonly string[] {
  const engine = storyEngine({ rules: RULES, ...options });
  engine.accept(committed(events, 1));
  return engine.advance('all').findings.map(({ reason }) => reason);
}

describe('a rule that looks for what is met for the first time', () => {
  it('speaks once a thing that is known well turns up at another place', () => {
    expect(reasons([...usual(3), job(START, ['NPM'], 'leak')])).toEqual([
      'A job by ci-deploy. First time for NPM at leak; 3 times since 2026-02-27 it was release.',
    ]);
  });

  it('says it once', () => {
    const again = [job(START, ['NPM'], 'leak'), job(START + MINUTE, ['NPM'], 'leak')];

    expect(reasons([...usual(3), ...again])).toHaveLength(1);
  });

  it('keeps quiet while the thing is hardly known', () => {
    expect(reasons([...usual(2), job(START, ['NPM'], 'leak')])).toEqual([]);
  });

  it('keeps quiet about a thing that is everywhere', () => {
    const everywhere = ['a', 'b', 'c'].flatMap((name) => usual(3, ['NPM'], name));

    expect(reasons([...everywhere, job(START, ['NPM'], 'd')]).filter((one) => one.includes(' at d;'))).toEqual([]);
  });

  it('looks at each thing of one match by itself', () => {
    expect(
      reasons([...usual(3, ['NPM', 'AWS']), ...usual(3, ['NPM'], 'docs'), job(START, ['AWS', 'NPM', 'NEW'], 'docs')]),
    ).toEqual(expect.arrayContaining([expect.stringContaining('First time for AWS at docs;')]));
  });

  it('remembers over a restart', () => {
    const before = storyEngine({ rules: RULES });
    before.accept(committed(usual(3), 1));
    before.advance('all');
    const after = storyEngine({ rules: RULES });
    after.restore(before.snapshot());
    after.accept(committed([job(START, ['NPM'], 'leak')], 2));

    expect(after.advance('all').findings).toHaveLength(1);
  });

  it('weighs more, in the incident of the leak, where the thing holds a key that is known to be exposed', () => {
    const consumers = [{ store: 'acme', target: 'repo/shop/NPM', reload: '' }];
    const binding = { match: 'KEY9', name: 'npm', owner: '', networks: [], availabilityFirst: false, protected: false };
    const engine = storyEngine({ rules: RULES, bindings: [{ ...binding, consumers }] });
    engine.accept(committed(usual(3), 1));
    engine.advance('all');
    engine.reportExposure(
      makeExposure({ id: 'x', credential: 'acme:KEY9', exposedAt: START, reportedAt: START }),
      START,
    );
    engine.accept(committed([job(START + MINUTE, ['NPM'], 'leak')], 2));
    const [incident] = engine.advance('all').incidents;

    expect(incident?.subject.id).toBe('acme:KEY9');
    expect(incident?.findings.map(({ detector, severity }) => [detector, severity])).toEqual([
      ['credential-exposed', 'high'],
      ['job', 'high'],
    ]);
  });
});
