import { describe, expect, it } from 'vitest';
import { keepProof, keptProof, waitingRuns } from '../../../../src/app/respond/kept-proofs.ts';
import { noteOutcome } from '../../../../src/app/respond/note-outcome.ts';
import { rememberGap, rememberSources } from '../../../../src/app/watch/known-sources.ts';
import { settleProofs } from '../../../../src/app/watch/waiting-proofs.ts';
import type { Source } from '../../../../src/core/connector.ts';
import type { Store } from '../../../../src/core/ports.ts';
import type { Proof } from '../../../../src/core/proof.ts';
import { HOUR, MINUTE, type Millis } from '../../../../src/core/time.ts';
import { planPlaybook } from '../../../../src/respond/plan.ts';
import { containCredential } from '../../../../src/respond/playbooks/contain-credential.ts';
import { BATCH_EPOCH, makeBatch } from '../../../support/batches.ts';
import { makeCommit, makeEdge, makeIncident } from '../../../support/findings.ts';
import { aSagaWorld } from '../../../support/saga-world.ts';
import { useStores } from '../../../support/stores.ts';

const stores = useStores();
const ID = 'inc-00000001';
const KEY = 'acme:KEY0001';
const CONTAINED = BATCH_EPOCH + HOUR;
const SILENCE = 10 * MINUTE;

const SOURCE: Source = {
  id: 'acme.log',
  title: 'Acme log',
  provider: 'acme',
  account: '',
  lag: 5 * MINUTE,
  retention: null,
  every: MINUTE,
  budget: { name: 'acme', minInterval: 0 },
  blindSpots: ['reads'],
  poll: () => Promise.reject(new Error('not polled here')),
};

const WAITING: Proof = {
  run: 'run-1',
  incident: ID,
  at: CONTAINED + MINUTE,
  verdict: 'waiting',
  statement: 'not yet',
  containedAt: CONTAINED,
  rounds: [],
  provider: [{ step: 's', label: 'Deny: alice', result: 'verified', evidence: 'denied' }],
  silence: {
    credentials: [KEY],
    from: CONTAINED + MINUTE,
    to: CONTAINED,
    whileSpreading: 0,
    succeeded: 0,
    refused: 0,
    examples: [],
  },
  seen: ['Acme log'],
  notVisible: ['reads'],
  nextAt: CONTAINED + 20 * MINUTE,
};

/** A contained incident whose proof waits, and a log that has been read up to a moment. */
async function world(proof: Proof = WAITING): Promise<Store> {
  const store = await stores();
  await store.detection.commit(makeCommit({ incidents: [makeIncident({ id: ID, credentials: [KEY] })] }));
  await store.incidents.update(ID, { status: 'contained', at: CONTAINED });
  await rememberSources(store, [SOURCE], HOUR, BATCH_EPOCH);
  await keepProof(store, proof);
  return store;
}

async function readTo(
  store: Store,
  observedThrough: Millis,
  uses: readonly { at: Millis; credential?: string }[] = [],
): Promise<void> {
  const cursor = { source: SOURCE.id, cursor: { v: 1 }, observedThrough };
  await store.events.append(
    makeBatch(uses.map(({ at, credential = 'KEY0001' }) => ({ time: at, context: { credential } }))),
    { seenAt: observedThrough, cursor },
  );
  await store.events.saveCursor(cursor);
}

async function settled(store: Store, now: Millis): Promise<readonly string[]> {
  const said: string[] = [];
  await settleProofs(store, SILENCE, now, (level, message) => said.push(`${level} ${message}`));
  return said;
}

const alerts = async (store: Store): Promise<readonly string[]> =>
  (await store.alerts.pending(['chat'], CONTAINED + HOUR)).map(({ entry }) => entry.id);

describe('a proof that waited for the log', () => {
  it('goes on waiting while the log has not been read far enough', async () => {
    const store = await world();
    await readTo(store, CONTAINED + 5 * MINUTE);

    expect(await settled(store, CONTAINED + 6 * MINUTE)).toEqual([]);
    expect(await waitingRuns(store)).toEqual(['run-1']);
  });

  it('is told once when the log has been silent for long enough', async () => {
    const store = await world();
    await readTo(store, CONTAINED + 12 * MINUTE);

    expect(await settled(store, CONTAINED + 13 * MINUTE)).toEqual(['info Containment is proven']);
    expect(await settled(store, CONTAINED + 14 * MINUTE)).toEqual([]);
    const incident = await store.incidents.get(ID);
    expect(incident?.status).toBe('verified');
    expect(incident?.notes.map(({ text }) => text)).toEqual([
      'Run run-1: Contained: 1 of 1 containing steps were in place when the provider was asked at 2026-11-02T01:01:00Z, ' +
        'and the log is silent. No successful use of 1 credential seen in Acme log from 2026-11-02T01:01:00Z to ' +
        '2026-11-02T01:12:00Z. Not visible: reads.',
    ]);
    expect(await alerts(store)).toEqual([`${ID}/proof/run-1/proven`]);
    expect(await keptProof(store, 'run-1')).toMatchObject({ verdict: 'proven', askedAt: WAITING.at });
  });

  it('is told to have failed by one successful use, at once, and opens the incident again', async () => {
    const store = await world();
    await readTo(store, CONTAINED + 3 * MINUTE, [{ at: CONTAINED + 2 * MINUTE }]);

    expect(await settled(store, CONTAINED + 4 * MINUTE)).toEqual(['warn Containment has failed']);
    expect(await settled(store, CONTAINED + 5 * MINUTE)).toEqual([]);
    expect((await store.incidents.get(ID))?.status).toBe('open');
    expect(await alerts(store)).toEqual([`${ID}/proof/run-1/contradicted`]);
  });

  it('fails by use of what has come out of the credential since', async () => {
    const store = await world();
    await store.detection.commit(makeCommit({ edges: [makeEdge(KEY, 'acme:CHILD')] }));
    await readTo(store, CONTAINED + 3 * MINUTE, [{ at: CONTAINED + 2 * MINUTE, credential: 'CHILD' }]);

    expect(await settled(store, CONTAINED + 4 * MINUTE)).toEqual(['warn Containment has failed']);
  });

  it('waits for silence after a gap in the log', async () => {
    const store = await world();
    await rememberGap(store, SOURCE.id, { from: CONTAINED, to: CONTAINED + 6 * MINUTE, reason: 'forgotten' });
    await readTo(store, CONTAINED + 12 * MINUTE);
    expect(await settled(store, CONTAINED + 13 * MINUTE)).toEqual([]);

    await readTo(store, CONTAINED + 17 * MINUTE);
    expect(await settled(store, CONTAINED + 18 * MINUTE)).toEqual(['info Containment is proven']);
  });

  it('is not for the log alone to settle where the provider has not confirmed every step', async () => {
    const step = { step: 's', label: 'Deny: alice', result: 'not-yet', evidence: '' } as const;
    const store = await world({ ...WAITING, provider: [step] });
    await readTo(store, CONTAINED + HOUR);

    expect(await settled(store, CONTAINED + HOUR)).toEqual([]);
  });

  it('leaves an incident closed that a person has closed, and tells of failure all the same', async () => {
    const store = await world();
    await store.incidents.update(ID, { status: 'closed', at: CONTAINED });
    await readTo(store, CONTAINED + 3 * MINUTE, [{ at: CONTAINED + 2 * MINUTE }]);
    await settled(store, CONTAINED + 4 * MINUTE);

    expect((await store.incidents.get(ID))?.status).toBe('closed');
    expect(await alerts(store)).toHaveLength(1);
  });

  it('is kept by whoever carries out a run, until the next word about it', async () => {
    const store = await world({ ...WAITING, verdict: 'unproven' });
    expect(await waitingRuns(store)).toEqual([]);
    const saga = aSagaWorld();
    const plan = planPlaybook(containCredential, saga.input);
    const report = await saga.done(saga.saga.start(plan, { by: 'ada', irreversible: false }));

    await noteOutcome(ID, { report, proof: WAITING }, store, CONTAINED);

    expect(await waitingRuns(store)).toEqual(['run-1']);
  });
});
