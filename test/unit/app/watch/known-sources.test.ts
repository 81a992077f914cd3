import { describe, expect, it } from 'vitest';
import {
  coverageOf,
  type Gap,
  knownSources,
  rememberGap,
  rememberSources,
} from '../../../../src/app/watch/known-sources.ts';
import type { Source } from '../../../../src/core/connector.ts';
import type { Store } from '../../../../src/core/ports.ts';
import { DAY, HOUR, MINUTE } from '../../../../src/core/time.ts';
import { NOON } from '../../../support/plan-inputs.ts';
import { useStores } from '../../../support/stores.ts';

const stores = useStores();
const SOURCE: Source = {
  id: 'acme.log/1',
  title: 'Acme log',
  provider: 'acme',
  account: '1',
  lag: 0,
  retention: 90 * DAY,
  every: 10 * MINUTE,
  budget: { name: 'acme', minInterval: 0 },
  blindSpots: ['what Acme does not log'],
  poll: () => Promise.reject(new Error('not polled here')),
};
const OTHER: Source = { ...SOURCE, id: 'acme.log/2', title: 'Other log' };

const gap = (from: number, to: number, reason = 'kept for 90 days'): Gap => ({
  from: NOON + from * HOUR,
  to: NOON + to * HOUR,
  reason,
});

async function watching(): Promise<Store> {
  const store = await stores();
  await rememberSources(store, [SOURCE, OTHER], DAY, NOON);
  return store;
}

async function gapsOf(store: Store, id: string = SOURCE.id): Promise<readonly Gap[]> {
  return (await knownSources(store)).find((one) => one.id === id)?.gaps ?? [];
}

describe('gaps of sources', () => {
  it('belong to their source and outlast a restart', async () => {
    const store = await watching();

    await rememberGap(store, SOURCE.id, gap(0, 2));
    await rememberSources(store, [SOURCE, OTHER], DAY, NOON + DAY);

    expect(await gapsOf(store)).toEqual([gap(0, 2)]);
    expect(await gapsOf(store, OTHER.id)).toEqual([]);
  });

  it('are one when they touch or are told twice, and several when they do not', async () => {
    const store = await watching();

    for (const one of [gap(8, 9), gap(0, 2), gap(0, 2), gap(2, 4), gap(3, 4, 'queue lost')])
      await rememberGap(store, SOURCE.id, one);

    expect(await gapsOf(store)).toEqual([gap(0, 4), gap(3, 4, 'queue lost'), gap(8, 9)]);
  });

  it('are said in what could be seen', async () => {
    const store = await watching();
    await rememberGap(store, SOURCE.id, gap(0, 2));

    expect((await coverageOf(store)).notVisible).toEqual([
      'Acme log from 2026-11-23T12:00:00Z to 2026-11-23T14:00:00Z (kept for 90 days)',
      'what Acme does not log',
    ]);
  });

  it('are none in what a release wrote that knew none', async () => {
    const store = await watching();
    const old = (await knownSources(store)).map(({ gaps: _gaps, ...source }) => source);
    await store.settings.set('sources', JSON.stringify(old));

    expect(await gapsOf(store)).toEqual([]);
    await rememberGap(store, SOURCE.id, gap(0, 1));
    expect(await gapsOf(store)).toEqual([gap(0, 1)]);
  });

  it('do not grow without end', async () => {
    const store = await watching();

    for (let hour = 0; hour < 110; hour += 1) await rememberGap(store, SOURCE.id, gap(2 * hour, 2 * hour + 1));

    const kept = await gapsOf(store);
    expect(kept).toHaveLength(100);
    expect(kept.at(-1)).toEqual(gap(218, 219));
  });
});
