import { describe, expect, it } from 'vitest';
import type { EventContext } from '../../../src/core/batch.ts';
import { AWAY, burst, operation, play, routine, START, type StoryEvent } from './support/story.ts';

const person = {
  credential: 'S1',
  credentialKind: 'session',
  actorKind: 'role',
  actor: 'role/staff',
  session: 'anna',
} as const;

function severity(detector: string, events: readonly StoryEvent[]): string | undefined {
  return play(events).findings.find((finding) => finding.detector === detector)?.severity;
}

const refused = (context: Partial<EventContext>): readonly StoryEvent[] =>
  burst(12, START, (index) => ({ context, operation: operation(`Action${index}`, [], { outcome: 'denied' }) }));

const sweep = (context: Partial<EventContext>): readonly StoryEvent[] => [
  { at: START, context, operation: operation('WhoAmI', ['identity-check']) },
  ...burst(3, START + 1000, (index) => ({
    context,
    operation: operation('List', ['enumerate'], { service: `s${index}` }),
  })),
];

describe('people who signed in', () => {
  it.each([
    ['a key', {}, 'high'],
    ['a person with a command line', person, 'medium'],
    ['a person in a browser', { ...person, agent: 'Mozilla/5.0 (X11)' }, 'low'],
    ['a service for a person', { ...person, via: 'console.example' }, undefined],
    ['a workload', { ...person, actorKind: 'workload' }, 'high'],
  ] as const)('run into refusals: %s counts as %s', (_, context, expected) => {
    expect(severity('denied-burst', refused(context))).toBe(expected);
  });

  it('look around in their first week without an incident', () => {
    expect(severity('identity-check-then-sweep', sweep(person))).toBe('medium');
  });

  it('look around from where they always work', () => {
    expect(severity('identity-check-then-sweep', [...routine(8, { context: person }), ...sweep(person)])).toBe(
      'medium',
    );
  });

  it('do not look around from a new place with a new tool', () => {
    const stolen = { ...person, address: AWAY, agent: 'curl/8' };

    expect(severity('identity-check-then-sweep', [...routine(8, { context: person }), ...sweep(stolen)])).toBe('high');
  });

  it('are not meant where a key in sight minted the session', () => {
    const minted: StoryEvent = { at: START - 1000, minted: [{ alias: 'S1' }] };

    expect(severity('identity-check-then-sweep', [minted, ...sweep(person)])).toBe('high');
  });

  it('are held to their habits: daily sweeps fall silent', () => {
    const days = [0, 1, 2, 3].flatMap((day) =>
      sweep({}).map((event) => ({ ...event, at: event.at + day * 86_400_000 })),
    );
    const found = play(days).findings.filter((finding) => finding.detector === 'identity-check-then-sweep');

    expect(found).toHaveLength(2);
  });
});
