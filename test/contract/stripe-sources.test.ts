import { STRIPE } from '../../connectors/stripe/index.ts';
import { Secret } from '../../src/core/secret.ts';
import { DAY, MINUTE, SECOND } from '../../src/core/time.ts';
import { emptyAccount, type SimulatedAccount } from '../../src/simulate/stripe/account.ts';
import { simulateStripe } from '../../src/simulate/stripe/server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type SourceWorld, sourceContract } from './source.contract.ts';

const START = Date.UTC(2026, 2, 2, 9);
const ACCOUNT = 'acct_1Example00000001';
const CONNECTED = 'acct_1Connected000002';
const OUR_KEY = ['rk', 'live', 'keywatchReadsWithThis0'].join('_');

type Happen = (account: SimulatedAccount, number: number, at: number) => string;

async function world(
  source: string,
  of: string,
  happenOnce: Happen,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<SourceWorld> {
  const clock = new FakeClock(START);
  let count = 0;
  const accounts = [emptyAccount(ACCOUNT, true), emptyAccount(CONNECTED, true)];
  accounts[0]?.keys.push({
    secret: OUR_KEY,
    permissions: ['event_read', 'webhook_read', 'activity_read', 'event_destination_read'],
    diesAt: null,
  });
  const stripe = await simulateStripe(accounts, () => clock.now());
  const account = accounts.find(({ id }) => id === of) ?? emptyAccount(of, true);
  const signal = new AbortController().signal;
  const config = STRIPE.config.parse({
    'base-url': stripe.url,
    accounts: [{ id: ACCOUNT, 'api-key': 'env:KEY', connected: [CONNECTED] }],
    ...settings,
  });
  const reader = await STRIPE.open?.(config, {
    clock,
    log: () => undefined,
    secret: () => Promise.resolve(new Secret(OUR_KEY)),
    env: () => undefined,
    signal,
  });
  return {
    reading: { formats: STRIPE.formats, now: () => clock.now(), backfill: DAY, signal },
    source() {
      const found = reader?.sources.find(({ id }) => id === source);
      if (found === undefined) throw new Error(`no source ${source}`);
      return found;
    },
    happen(times) {
      return Array.from({ length: times }, () => {
        count += 1;
        clock.set(clock.now() + 1);
        return happenOnce(account, count, clock.now());
      });
    },
    advance: (ms) => clock.set(clock.now() + ms),
    settle: () => clock.set(clock.now() + 6 * MINUTE),
    fail: (fault) => stripe.fail(fault),
    hang: () => stripe.hang(),
    secrets: [OUR_KEY],
    close: () => stripe.close(),
  };
}

/** Every second one can be listed only five minutes after it happened. */
const charge: Happen = (account, number, at) => {
  const id = `evt_1Charge${number}`;
  account.events.push({
    visibleAt: number % 2 === 0 ? at : at + 5 * MINUTE,
    record: {
      id,
      object: 'event',
      api_version: '2026-10-28.endive',
      created: Math.floor(at / SECOND),
      type: 'charge.succeeded',
      livemode: true,
      request: { id: `req_${number}`, idempotency_key: `shop:${number}` },
      data: { object: { id: `ch_${number}`, object: 'charge', amount: 1000, currency: 'eur' } },
    },
  });
  return id;
};

const endpoint: Happen = (account, number, at) => {
  const id = `we_1Hook${number}`;
  account.endpoints.push({
    id,
    url: `https://hooks.example.com/${number}`,
    created: Math.floor(at / SECOND),
    status: 'enabled',
  });
  return `endpoint/${id}/created`;
};

const activity: Happen = (account, number, at) => {
  const id = `accact_${number}`;
  account.activities.push({
    id,
    type: 'api_key_updated',
    created: new Date(at).toISOString(),
    livemode: true,
    context: ACCOUNT,
  });
  return id;
};

const destination: Happen = (account, number, at) => {
  const id = `ed_1To${number}`;
  const where =
    number % 2 === 0
      ? { type: 'webhook_endpoint', webhook_endpoint: { url: `https://hooks.example.com/${number}` } }
      : { type: 'amazon_eventbridge', amazon_eventbridge: { aws_account_id: '111122223333' } };
  account.destinations.push({ id, status: 'enabled', created: new Date(at).toISOString(), ...where });
  return `endpoint/${id}/created`;
};

const common = { hasPosition: true, redelivery: 0, manyEvents: 120 };

sourceContract('Stripe events of an account', {
  ...common,
  makeWorld: () => world(`stripe.events/${ACCOUNT}/live`, ACCOUNT, charge),
});

sourceContract('Stripe events of a connected account', {
  ...common,
  makeWorld: () => world(`stripe.events/${CONNECTED}/live`, CONNECTED, charge),
});

sourceContract('Stripe webhook endpoints', {
  ...common,
  makeWorld: () => world(`stripe.webhook-endpoints/${ACCOUNT}/live`, ACCOUNT, endpoint),
});

sourceContract('Stripe activity logs', {
  ...common,
  makeWorld: () =>
    world(`stripe.activity-logs/${ACCOUNT}/live`, ACCOUNT, activity, {
      sources: { 'activity-logs': { enabled: true } },
    }),
});

sourceContract('Stripe event destinations', {
  ...common,
  makeWorld: () =>
    world(`stripe.event-destinations/${ACCOUNT}/live`, ACCOUNT, destination, {
      sources: { 'event-destinations': { enabled: true } },
    }),
});
