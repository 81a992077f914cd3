import { describe, expect, it } from 'vitest';
import { App } from '../../../../src/app/app.ts';
import { openDetection } from '../../../../src/app/watch/detection.ts';
import { takeLease } from '../../../../src/app/watch/lease.ts';
import { createPendingExposures, saveExposures } from '../../../../src/app/watch/pending-exposures.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import type { Exposure } from '../../../../src/core/exposure.ts';
import type { Store } from '../../../../src/core/ports.ts';
import { HOUR } from '../../../../src/core/time.ts';
import { createEngine, type Engine } from '../../../../src/detect/engine.ts';
import { blockNetworks } from '../../../../src/kit/networks.ts';
import { makeBatch } from '../../../support/batches.ts';
import { FAKE_START, fakeSystem } from '../../../support/fake-system.ts';
import { useStores } from '../../../support/stores.ts';

const open = useStores();
const USED = FAKE_START - HOUR;

function exposure(change: Partial<Exposure> = {}): Exposure {
  return {
    id: 'exp-1',
    credential: 'acme:KEY0001',
    fingerprint: 'f'.repeat(64),
    origin: 'manual',
    summary: 'secret key',
    place: 'a wiki page',
    public: true,
    secretSeen: true,
    exposedAt: USED - HOUR,
    reportedAt: FAKE_START,
    ...change,
  };
}

function engine(): Engine {
  return createEngine({ networks: blockNetworks(), rules: [], bindings: [] });
}

/** A store in which the key was used after the exposure, from a place that it was not used from before. */
async function storeWithUse(): Promise<Store> {
  const store = await open();
  const detection = await openDetection(store, engine(), fakeSystem().clock);
  await detection.commit(
    makeBatch([
      { time: USED - 5 * 24 * HOUR, context: { address: '192.0.2.10' } },
      { time: USED, context: { address: '203.0.113.66' } },
    ]),
  );
  await detection.settle('all');
  await detection.snapshot();
  return store;
}

const detectors = async (store: Store): Promise<readonly string[]> =>
  (await store.incidents.list({})).flatMap(({ parts }) => parts.map(({ detector }) => detector)).toSorted();

describe('exposures reported by another process', () => {
  it('are stored once, and only the new ones are news', async () => {
    const store = await open();
    expect(await saveExposures(store, [exposure(), exposure({ id: 'exp-2' })])).toHaveLength(2);
    expect(await saveExposures(store, [exposure()])).toEqual([]);
  });

  it('are told to the detectors once each, those from before the start too', async () => {
    const store = await storeWithUse();
    await saveExposures(store, [exposure()]);
    const detection = await openDetection(store, engine(), fakeSystem().clock);
    const pending = createPendingExposures(store, detection.engine);
    expect(await pending.take()).toBe(1);
    expect(await pending.take()).toBe(0);
    await saveExposures(store, [exposure({ id: 'exp-2', place: 'a chat' }), exposure({ id: 'exp-3', credential: '' })]);
    expect(await pending.take()).toBe(1);
    await detection.flush();
    expect(await detectors(store)).toEqual(['credential-exposed', 'leaked-key-in-use']);
  });

  it('bring the uses since then as evidence', async () => {
    const store = await storeWithUse();
    await saveExposures(store, [exposure()]);
    const detection = await openDetection(store, engine(), fakeSystem().clock);
    await createPendingExposures(store, detection.engine).take();
    await detection.flush();
    const [incident] = await store.incidents.list({});
    const use = incident?.findings.find(({ detector }) => detector === 'leaked-key-in-use');
    expect(use?.evidence).toMatchObject([{ credential: 'acme:KEY0001', address: '203.0.113.66', time: USED }]);
  });

  it('are known again after a crash that lost the memory since the last snapshot', async () => {
    const store = await storeWithUse();
    await saveExposures(store, [exposure()]);
    const first = await openDetection(store, engine(), fakeSystem().clock);
    await createPendingExposures(store, first.engine).take();
    await first.flush();
    const before = await store.incidents.list({});
    const second = await openDetection(store, engine(), fakeSystem().clock);
    expect(await createPendingExposures(store, second.engine).take()).toBe(1);
    await second.flush();
    expect(await store.incidents.list({})).toEqual(before);
    await second.commit(makeBatch([{ time: FAKE_START, context: { address: '198.51.100.99' }, idSeed: 'later' }]));
    await second.settle('all');
    const [incident] = await store.incidents.list({});
    expect(incident?.findings.map(({ at }) => at)).toContain(FAKE_START);
  });

  it('are taken up by a running daemon at its next turn', async () => {
    const store = await storeWithUse();
    const system = fakeSystem();
    const loaded = await loadConfig('alerts: {sinks: []}', '/etc/keywatch.yaml', { connectors: [] });
    if (loaded.kind !== 'ok') throw new Error('the configuration is wrong');
    const detection = await openDetection(store, engine(), system.clock);
    const app = new App({
      system,
      config: loaded.config,
      store,
      lease: await takeLease(store.leases, system),
      doors: {
        readers: [],
        complete: true,
        knock: async () => false,
        whoAreWe: async () => ({ aliases: [], actors: [] }),
      },
      detection,
      sinks: [],
      decode: () => Promise.reject(new Error('nothing to decode')),
      log: () => undefined,
    });
    await app.tick();
    expect(await detectors(store)).toEqual([]);
    await saveExposures(store, [exposure()]);
    await app.tick();
    expect(await detectors(store)).toEqual(['credential-exposed', 'leaked-key-in-use']);
    await app.stop();
  });
});
