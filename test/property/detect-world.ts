import fc from 'fast-check';
import type { Trait } from '../../src/core/event.ts';
import type { DetectionCommit } from '../../src/core/ports.ts';
import type { SigmaRule } from '../../src/detect/sigma/rule.ts';
import { AWAY, DAY, HOME, MINUTE, OFFICE, START, type StoryEvent } from '../unit/detect/support/story.ts';
import { testRule } from '../unit/detect/support/test-rules.ts';

/** Rules that generated stories may hit. */
export const WORLD_RULES: readonly SigmaRule[] = [
  testRule('bad', 'high'),
  testRule('odd', 'medium'),
  testRule('many', 'high', { window: { within: 10 * MINUTE, count: 3, distinct: 'target', weigh: '', feeds: '' } }),
];

const KEYS = ['KEY1', 'KEY2', 'S1', 'S2', 'W1', 'W2'] as const;
const TRAITS: readonly (readonly Trait[])[] = [
  [],
  ['identity-check'],
  ['enumerate'],
  ['secret-read'],
  ['policy-write'],
  ['money', 'payment'],
  ['money', 'refund'],
  ['money', 'money-out'],
  ['money', 'money-route'],
];

/** One event of a small world: few keys, few places, and everything that detectors look at. */
const worldEvent = fc.record({
  /** Half of it in a few minutes, where bursts and sequences are. */
  second: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 4 * 3600 })),
  day: fc.constantFrom(0, 0, 0, 0, -9, -8, -5, -2),
  key: fc.constantFrom(...KEYS),
  address: fc.constantFrom(HOME, HOME, OFFICE, AWAY),
  agent: fc.constantFrom('tool/1.0', 'curl/8', 'x/1 terraform/1.9'),
  service: fc.constantFrom('a', 'b', 'c', 'd'),
  action: fc.integer({ min: 0, max: 9 }),
  traits: fc.constantFrom(...TRAITS),
  outcome: fc.constantFrom('success', 'denied'),
  target: fc.integer({ min: 0, max: 30 }),
  rule: fc.constantFrom('', '', '', 'bad', 'odd', 'many'),
  region: fc.constantFrom('r1', 'r1', 'r1', 'r2', 'r3', 'r4', 'r5'),
  amount: fc.constantFrom(0, 0, 10, 20, 9000),
  request: fc.constantFrom('', '', '', 'r1', 'r2', 'r3'),
  named: fc.boolean(),
  leak: fc.constantFrom(false, false, false, false, false, false, false, true),
  mints: fc.constantFrom('', '', '', '', 'S1', 'S2', 'KEY2'),
});

type WorldEvent = typeof worldEvent extends fc.Arbitrary<infer T> ? T : never;

function storyEvent(event: WorldEvent, index: number): StoryEvent {
  const workload = event.key.startsWith('W');
  const session = workload || event.key.startsWith('S');
  return {
    at: START + event.day * DAY + event.second * 1000,
    id: `event-${index}`,
    context: {
      credential: event.key,
      credentialKind: session ? 'session' : 'key',
      actorKind: workload ? 'workload' : session ? 'role' : 'user',
      actor: session ? 'role/app' : 'user/ci',
      session: workload ? 'machine-1' : session ? 'deploy' : '',
      region: event.region,
      address: event.address,
      agent: event.agent,
    },
    operation: {
      service: event.service,
      action: `Action${event.action}`,
      traits: event.traits,
      outcome: event.outcome === 'denied' ? 'denied' : 'success',
    },
    target: `target-${event.target}`,
    ...(event.amount === 0
      ? {}
      : { amount: { value: event.amount, unit: event.region === 'r2' ? 'usd' : 'eur', text: `${event.amount}` } }),
    ...(event.request === '' ? {} : { request: { id: event.request, named: event.named } }),
    hits: event.rule === '' ? [] : [{ rule: event.rule }],
    notes: event.leak
      ? [{ kind: 'exposure', alias: event.key, actor: '', origin: 'scanner', summary: 'seen', place: '', public: true }]
      : [],
    minted:
      event.mints === '' || event.mints === event.key
        ? []
        : [{ alias: event.mints, kind: event.mints === 'KEY2' ? 'key' : 'session', actor: '' }],
  };
}

/** A credential is minted once, and not used before: so it is at every provider. */
function plausible(events: readonly StoryEvent[]): readonly StoryEvent[] {
  const firstUse = new Map<string, number>();
  for (const { at, context } of events) {
    const alias = context?.credential ?? '';
    firstUse.set(alias, Math.min(at, firstUse.get(alias) ?? at));
  }
  const minted = new Set<string>();
  return events.map((event) => {
    const alias = event.minted?.[0]?.alias ?? '';
    if (alias === '') return event;
    if (minted.has(alias) || event.at >= (firstUse.get(alias) ?? Number.POSITIVE_INFINITY))
      return { ...event, minted: [] };
    minted.add(alias);
    return event;
  });
}

/**
 * Here the log that names who made a request is ahead of the other. Where it is behind, what is found depends on when it
 * came: then it is told again about the credential.
 */
function namedFirst(events: readonly StoryEvent[]): readonly StoryEvent[] {
  return events.map((event) => {
    const { at, request } = event;
    if (request?.named !== true) return event;
    const isFirst = events.every((other) => other === event || other.request?.id !== request.id || other.at > at);
    return isFirst ? event : { ...event, request: { ...request, named: false } };
  });
}

/** Up to a hundred and fifty events, in no order. */
export const worldEvents: fc.Arbitrary<readonly StoryEvent[]> = fc
  .array(worldEvent, { minLength: 5, maxLength: 150, size: 'max' })
  .map((events) => namedFirst(plausible(events.map(storyEvent))));

/** Everything arrives as history, or everything as news: that changes what is learned. */
export const arrival: fc.Arbitrary<number> = fc.constantFrom(Date.UTC(2026, 5, 1), START - 30 * DAY);

/** What must not depend on how the events came: detectors, subjects, ids of findings and events, incidents. */
export function gist(commits: readonly DetectionCommit[]): unknown {
  const findings = commits.flatMap((commit) => commit.findings);
  const merged = new Set(commits.flatMap((commit) => commit.merged.map((merge) => merge.from)));
  const incidents = new Map(commits.flatMap((commit) => commit.incidents.map((incident) => [incident.id, incident])));
  return {
    findings: findings
      .map((finding) =>
        [
          finding.id,
          finding.detector,
          finding.subject.id,
          finding.severity,
          ...finding.evidence.map((event) => event.eventId),
        ].join(' '),
      )
      .toSorted(),
    incidents: [...incidents.values()]
      .filter((incident) => !merged.has(incident.id))
      .map((incident) =>
        [incident.id, incident.subject.id, incident.score, ...incident.findings.map((finding) => finding.id)].join(' '),
      )
      .toSorted(),
    edges: commits.flatMap((commit) => commit.edges.map((edge) => `${edge.parent}>${edge.child}`)).toSorted(),
  };
}
