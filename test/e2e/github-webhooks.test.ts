import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GITHUB } from '../../connectors/github/index.ts';
import { decode } from '../../src/collect/decode.ts';
import { type Receiver, startReceiver } from '../../src/collect/receiver.ts';
import type { Store } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';
import type { GithubWorld } from '../../src/simulate/github/github-world.ts';
import { startSimulatedGithub } from '../../src/simulate/github/server.ts';
import type { Delivery } from '../../src/simulate/github/webhooks.ts';
import { secretRef } from '../support/arrivals.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { useStores } from '../support/stores.ts';

const START = Date.UTC(2026, 2, 2, 23, 50);
const SECRET = 'signs the deliveries';

let clock: FakeClock;
let github: GithubWorld;
let store: Store;
let receiver: Receiver;
let stop: () => Promise<void>;
let told = 0;
const open = useStores();

/** An organisation whose webhook leads to a receiver with a real store behind it. */
beforeEach(async () => {
  clock = new FakeClock(START);
  told = 0;
  const simulated = await startSimulatedGithub({ clock, seed: 'hooks', timing: 'prompt' });
  ({ github } = simulated);
  github.createOrg({ login: 'acme' });
  github.createRepo({ name: 'acme/site', isPublic: true });
  github.createHook({ on: 'acme', url: 'http://127.0.0.1/hooks/github', secret: SECRET, events: ['*'] });
  store = await open(':memory:', { keepRaw: true });
  const { webhook } = GITHUB;
  if (webhook === undefined) throw new Error('no webhook');
  receiver = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    endpoints: [
      {
        source: 'github.webhook',
        webhook,
        config: {},
        secrets: () => Promise.resolve([{ ref: secretRef('env:HOOK'), secret: new Secret(SECRET) }]),
      },
    ],
    decode: (source, delivery) =>
      Promise.resolve(decode({ source, ...delivery }, { formats: GITHUB.formats, match: () => [], keepRaw: true })),
    isStored: async (place) => (await store.events.storedPlaces([place])).has(place),
    intake: { commit: (batch) => store.events.append(batch, { seenAt: clock.now() }) },
    onStored: () => {
      told += 1;
    },
    clock,
    log: () => undefined,
  });
  stop = async () => {
    await receiver.close();
    await simulated.close();
  };
});
afterEach(() => stop());

async function post({ body, headers }: Pick<Delivery, 'body' | 'headers'>): Promise<number> {
  const { status } = await fetch(`${receiver.url}/hooks/github`, { method: 'POST', headers, body });
  return status;
}

function leaked(): Delivery {
  const secret = ['ghp', 'c'.repeat(36)].join('_');
  github.leak({ repo: 'acme/site', secret, type: 'github_personal_access_token', title: 'GitHub token', path: 'a.sh' });
  const delivery = github.deliveries.find(({ event }) => event === 'secret_scanning_alert');
  if (delivery === undefined) throw new Error('no delivery');
  return delivery;
}

const actions = async (): Promise<readonly string[]> =>
  (await store.events.search({}, { limit: 100 })).rows.map(({ action }) => action);

describe('deliveries of GitHub', () => {
  it('that come at once, again and again, are one event', async () => {
    const delivery = leaked();
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(delivery)));
    expect(answers).toEqual([202, 202, 202, 202, 202]);
    expect(await actions()).toEqual(['secret_scanning_alert.created']);
    expect(told).toBe(1);
  });

  it('that are sent again the next day, or three days later, are still the same event', async () => {
    const delivery = leaked();
    await post(delivery);
    for (const later of [20 * MINUTE, DAY, 3 * DAY]) {
      clock.set(START + later);
      expect(await post(delivery)).toBe(202);
    }
    expect(await actions()).toHaveLength(1);
    expect(told).toBe(1);
  });

  it('whose id is spelled otherwise are the same, too', async () => {
    const delivery = leaked();
    await post(delivery);
    const headers = { ...delivery.headers, 'x-github-delivery': delivery.id.toUpperCase() };
    clock.set(START + DAY);
    expect(await post({ ...delivery, headers })).toBe(202);
    expect(await actions()).toHaveLength(1);
  });

  it('that tell of the same alert under ids of their own are an event each', async () => {
    const delivery = leaked();
    await post(delivery);
    const resolved = { ...delivery.headers, 'x-github-delivery': '11111111-2222-3333-4444-555555555555' };
    await post({ body: delivery.body, headers: resolved });
    expect(await actions()).toHaveLength(2);
  });

  it('that somebody changed on the way are refused, and the right one is taken afterwards', async () => {
    const delivery = leaked();
    expect(await post({ ...delivery, body: delivery.body.replace('acme/site', 'acme/evil') })).toBe(401);
    expect(await actions()).toEqual([]);
    expect(await post(delivery)).toBe(202);
    expect(await actions()).toHaveLength(1);
  });

  it('keep no literal of the secret they are about', async () => {
    const delivery = leaked();
    await post(delivery);
    const [row] = (await store.events.search({}, { limit: 1 })).rows;
    const raw = await store.events.rawRecord(row?.evidence.sequence ?? -1, row?.evidence.position ?? -1);
    expect(raw).toContain('secret_scanning_alert');
    expect(raw).not.toContain('ccccccccccccc');
  });
});
