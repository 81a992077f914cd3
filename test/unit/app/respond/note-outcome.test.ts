import { describe, expect, it } from 'vitest';
import { createAlertPipeline } from '../../../../src/alert/pipeline.ts';
import { DEFAULT_ALERT_CONFIG } from '../../../../src/alert/policy.ts';
import { noteOutcome } from '../../../../src/app/respond/note-outcome.ts';
import type { Store } from '../../../../src/core/ports.ts';
import type { AlertGroup, AlertSink } from '../../../../src/core/sink.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import type { Outcome } from '../../../../src/respond/carry-out.ts';
import { planPlaybook } from '../../../../src/respond/plan.ts';
import { containCredential } from '../../../../src/respond/playbooks/contain-credential.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { makeCommit, makeIncident } from '../../../support/findings.ts';
import { NOON } from '../../../support/plan-inputs.ts';
import { aSagaWorld } from '../../../support/saga-world.ts';
import { useStores } from '../../../support/stores.ts';

const stores = useStores();
const ID = 'inc-00000001';
const INCIDENT = makeIncident({ id: ID, severity: 'critical', openedAt: NOON, updatedAt: NOON });

async function aStore(): Promise<Store> {
  const store = await stores();
  const alerts = [{ id: `${ID}/first`, incident: ID, reason: 'first', at: NOON } as const];
  await store.detection.commit(makeCommit({ incidents: [INCIDENT], alerts }));
  return store;
}

/** What a run that contained the key came to. */
async function contained(): Promise<Outcome> {
  const world = aSagaWorld();
  const plan = planPlaybook(containCredential, world.input);
  return { report: await world.done(world.saga.start(plan, { by: 'ada', irreversible: false })), proof: null };
}

function telling(store: Store): { readonly clock: FakeClock; readonly told: AlertGroup[]; tick(): Promise<unknown> } {
  const clock = new FakeClock(NOON);
  const told: AlertGroup[] = [];
  const sink: AlertSink = {
    id: 'chat',
    kind: 'test',
    send: (group) => {
      told.push(group);
      return Promise.resolve({ kind: 'sent', receipt: 'ok' });
    },
  };
  const pipeline = createAlertPipeline({
    store: store.alerts,
    incidents: store.incidents,
    sinks: [sink],
    clock,
    config: DEFAULT_ALERT_CONFIG,
  });
  return { clock, told, tick: () => clock.runUntil(pipeline.tick()) };
}

describe('what a run changes about its incident', () => {
  it('is told to those who heard of the incident, once', async () => {
    const store = await aStore();
    const { clock, told, tick } = telling(store);
    clock.set(NOON + MINUTE);
    await tick();
    const outcome = await contained();

    await noteOutcome(ID, outcome, store, NOON + 2 * MINUTE);
    await noteOutcome(ID, outcome, store, NOON + 3 * MINUTE);
    clock.set(NOON + 4 * MINUTE);
    await tick();
    clock.set(NOON + 8 * MINUTE);
    await tick();

    expect((await store.incidents.get(ID))?.status).toBe('contained');
    expect(told.map(({ reason, incidents }) => [reason, incidents[0]?.status])).toEqual([
      ['first', 'open'],
      ['status-changed', 'contained'],
    ]);
  });

  it('stands in the outbox under an id made of incident and status', async () => {
    const store = await aStore();

    await noteOutcome(ID, await contained(), store, NOON + MINUTE);

    const pending = await store.alerts.pending(['chat'], NOON + MINUTE);
    expect(pending.map(({ entry }) => entry)).toContainEqual({
      id: `${ID}/status/contained`,
      incident: ID,
      reason: 'status-changed',
      at: NOON + MINUTE,
    });
  });

  it('is told also where the process died after the status was written', async () => {
    const store = await aStore();
    await store.incidents.update(ID, { status: 'contained', at: NOON });

    await noteOutcome(ID, await contained(), store, NOON + MINUTE);

    const pending = await store.alerts.pending(['chat'], NOON + MINUTE);
    expect(pending.map(({ entry }) => entry.id)).toContain(`${ID}/status/contained`);
  });

  it('is a note alone when a person has closed the incident', async () => {
    const store = await aStore();
    await store.incidents.update(ID, { status: 'closed', at: NOON });

    await noteOutcome(ID, await contained(), store, NOON + MINUTE);

    const incident = await store.incidents.get(ID);
    expect(incident?.status).toBe('closed');
    expect(incident?.notes.at(-1)?.text).toContain('Run run-1');
    const pending = await store.alerts.pending(['chat'], NOON + MINUTE);
    expect(pending.map(({ entry }) => entry.id)).toEqual([`${ID}/first`]);
  });

  it('is nothing when the run contained nothing', async () => {
    const store = await aStore();
    const world = aSagaWorld();
    world.provider.faultKind = 'forbidden';
    world.provider.fault = () => 'before';
    const plan = planPlaybook(containCredential, world.input);
    const report = await world.done(world.saga.start(plan, { by: 'ada', irreversible: false }));

    await noteOutcome(ID, { report, proof: null }, store, NOON + MINUTE);

    expect(await store.incidents.get(ID)).toMatchObject({ status: 'open', notes: [] });
  });
});
