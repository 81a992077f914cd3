import { describe, expect, it } from 'vitest';
import type { Credential, LineageEdge } from '../../../src/core/credential.ts';
import type { GatherDeps } from '../../../src/respond/gather.ts';
import { gatherForSteps, gatherPlanInput } from '../../../src/respond/gather.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import { rotateCredential } from '../../../src/respond/playbooks/rotate-credential.ts';
import { recentUseOf } from '../../../src/respond/recent-use.ts';
import { usageSince } from '../../../src/respond/usage.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryJournal } from '../../support/memory-journal.ts';
import { aLogOf } from '../../support/observed-log.ts';
import { aCredential, anEdge, anIncident, aPlanInput, NOON } from '../../support/plan-inputs.ts';
import { aUsageEvent } from '../../support/usage-events.ts';

const KEY = aCredential('fake:key-1');
const CHILD = aCredential('fake:child');
const GRANDCHILD = aCredential('fake:grandchild');
const EDGES = [anEdge('fake:child', 'fake:grandchild'), anEdge('fake:key-1', 'fake:child')];

function deps(
  all: readonly Credential[],
  edges: readonly LineageEdge[] = EDGES,
  journal = new MemoryJournal(),
): GatherDeps {
  const below = (alias: string): readonly LineageEdge[] =>
    edges.filter((edge) => edge.parent === alias).flatMap((edge) => [edge, ...below(edge.child)]);
  return {
    credentials: {
      get: (alias) => Promise.resolve(all.find((one) => one.id === alias) ?? null),
      list: ({ account }) => Promise.resolve(all.filter((one) => account === undefined || one.account === account)),
      ancestors: () => Promise.resolve([]),
      descendants: (alias) => {
        const found = below(alias);
        // As a store may: in no order that means anything.
        const credentials = all.filter((one) => found.some((edge) => edge.child === one.id)).toReversed();
        return Promise.resolve({ credentials, edges: found });
      },
      exposures: () => Promise.resolve([]),
    },
    events: aLogOf(() => [aUsageEvent({ time: NOON - 1000 })]),
    journal,
    connectors: [],
    bindings: [],
    own: () => Promise.resolve({ aliases: ['fake:ours'], actors: [] }),
    clock: new FakeClock(NOON),
  };
}

describe('gathering what a plan is made of', () => {
  it('takes the subject and all that came out of it, parents before children', async () => {
    const input = await gatherPlanInput(deps([GRANDCHILD, CHILD, KEY]), anIncident());

    expect(input.subject).toBe('fake:key-1');
    expect(input.subtree.map((one) => one.id)).toEqual(['fake:key-1', 'fake:child', 'fake:grandchild']);
    expect(input.own.aliases).toEqual(['fake:ours']);
  });

  it('tells siblings apart, and leaves out sessions that have nothing to do with it', async () => {
    const sibling = aCredential('fake:sibling');
    const session = aCredential('fake:session', { kind: 'session' });
    const elsewhere = aCredential('fake:elsewhere', { account: '444455556666' });

    const input = await gatherPlanInput(deps([KEY, sibling, session, elsewhere], []), anIncident());

    expect(input.known.map((one) => one.id)).toEqual(['fake:sibling']);
  });

  it.each(['alice', 'fake:alice'])(
    'takes all credentials of the principal %s when the incident names no credential',
    async (id) => {
      const other = aCredential('fake:other', { actor: 'bob' });
      const incident = anIncident({ subject: { kind: 'principal', id }, credentials: [] });

      const input = await gatherPlanInput(deps([KEY, CHILD, other], []), incident);

      expect(input.subject).toBe('');
      expect(input.subtree.map((one) => one.id)).toEqual(['fake:key-1', 'fake:child']);
    },
  );

  it('survives lineage that goes in a circle', async () => {
    const circle = deps([KEY, CHILD], []);
    const edges = [anEdge('fake:key-1', 'fake:child'), anEdge('fake:child', 'fake:key-1')];
    const descendants = (): Promise<{ credentials: readonly Credential[]; edges: readonly LineageEdge[] }> =>
      Promise.resolve({ credentials: [CHILD, KEY], edges });

    const input = await gatherPlanInput(
      { ...circle, credentials: { ...circle.credentials, descendants } },
      anIncident(),
    );

    expect(input.subtree).toHaveLength(2);
  });

  it('remembers the successors that earlier runs made, from the journal', async () => {
    const journal = new MemoryJournal();
    const plan = planPlaybook(rotateCredential, aPlanInput());
    await journal.createRun({ id: 'run-1', plan, state: 'running', startedAt: NOON, approvedBy: 'ada' });
    const line = { run: 'run-1', at: NOON, step: 'issue', state: 'done' as const, idempotencyKey: '' };
    await journal.append({ ...line, fields: { issued: 'fake:successor' } });

    expect((await gatherPlanInput(deps([KEY], [], journal), anIncident())).issued).toEqual(['fake:successor']);
  });

  it('reads recent use for plans, and not for guards and second looks', async () => {
    const reading = deps([KEY], []);

    expect((await gatherPlanInput(reading, anIncident())).recentUse).toHaveLength(1);
    expect((await gatherForSteps(reading, anIncident())).recentUse).toEqual([]);
  });
});

describe('recent use', () => {
  it('is counted by who, from where and with what tool', async () => {
    const log = aLogOf(() => [
      aUsageEvent({ time: NOON - 3000, agent: 'aws-cli/2.36.32 md/x' }),
      aUsageEvent({ time: NOON - 1000, agent: '[aws-cli/2.37.0]' }),
      aUsageEvent({ time: NOON - 2000, address: '203.0.113.9', agent: 'curl/8' }),
    ]);

    const uses = await recentUseOf(log, [KEY], NOON);

    expect(uses.map((use) => [use.address, use.tool, use.events, use.last])).toEqual([
      ['198.51.100.7', 'aws-cli', 2, NOON - 1000],
      ['203.0.113.9', 'curl', 1, NOON - 2000],
    ]);
    expect(uses[0]?.credential).toBe('fake:key-1');
  });

  it('reads all pages, but not without end', async () => {
    let pages = 0;
    const endless = {
      search: () => {
        pages += 1;
        return Promise.resolve({ rows: [], next: 'more' });
      },
    };

    await recentUseOf(endless, [KEY], NOON);

    expect(pages).toBe(20);
  });
});

describe('use since a moment', () => {
  const watching = (
    observedThrough: number,
  ): Promise<readonly { title: string; provider: string; observedThrough: number; lag: number; blindSpots: [] }[]> =>
    Promise.resolve([{ title: 'log', provider: 'fake', observedThrough, lag: 60_000, blindSpots: [] }]);
  const stamped = (lastUsed: number | null): Pick<GatherDeps['credentials'], 'get'> => ({
    get: () => Promise.resolve(aCredential('fake:key-1', { lastUsed })),
  });

  it('is the latest event, with who it was', async () => {
    const log = aLogOf(() => [aUsageEvent({ time: NOON + 2000 }), aUsageEvent({ time: NOON + 1000 })]);

    const use = await usageSince(log, stamped(null), () => watching(NOON))('fake:key-1', NOON);

    expect(use).toMatchObject({ last: NOON + 2000, by: 'alice from 198.51.100.7 with curl/8.1', lag: 60_000 });
  });

  it('is the stamp of the provider where that is later: it sees what the log does not', async () => {
    const use = await usageSince(
      aLogOf(() => []),
      stamped(NOON + 5000),
      () => watching(NOON),
    )('fake:key-1', NOON);

    expect(use.last).toBe(NOON + 5000);
  });

  it('is none when the stamp is older', async () => {
    const use = await usageSince(
      aLogOf(() => []),
      stamped(NOON - 1),
      () => watching(NOON),
    )('fake:key-1', NOON);

    expect(use.last).toBeNull();
  });

  it('knows the longest pause that the credential has made before', async () => {
    const days = [9, 2, 8].map((day) => aUsageEvent({ time: NOON - day * 86_400_000 }));

    const use = await usageSince(
      aLogOf(() => days),
      stamped(null),
      () => watching(NOON),
    )('fake:key-1', NOON);

    expect(use.rhythm).toBe(6 * 86_400_000);
  });

  it('is never taken for none where nothing watches', async () => {
    const use = await usageSince(
      aLogOf(() => []),
      stamped(null),
      () => Promise.resolve([]),
    )('fake:key-1', NOON);

    expect(use.observedThrough).toBe(0);
  });
});
