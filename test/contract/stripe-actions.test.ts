import { describe, expect, it } from 'vitest';
import { STRIPE } from '../../connectors/stripe/index.ts';
import type { ActionDeclaration, ActionTarget } from '../../src/core/action.ts';
import { Secret } from '../../src/core/secret.ts';
import { MINUTE } from '../../src/core/time.ts';
import { emptyAccount, type SimulatedAccount } from '../../src/simulate/stripe/account.ts';
import { simulateStripe } from '../../src/simulate/stripe/server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type ActionSubject, describeAction } from './actions.contract.ts';

const START = Date.UTC(2026, 2, 2, 9);
const ACCOUNT = 'acct_1Example00000001';
const ROGUE = 'acct_1Rogue0000000001';
const MANAGED = ['rk', 'live', 'managedByAnApprovedApp'].join('_');
const KEY = ['rk', 'live', 'keywatchActsWithThis00'].join('_');

async function subject(id: string): Promise<ActionSubject> {
  const clock = new FakeClock(START);
  const account = emptyAccount(ACCOUNT, true);
  fill(account);
  const stripe = await simulateStripe([account], () => clock.now());
  const config = STRIPE.config.parse({
    'base-url': stripe.url,
    'connect-url': stripe.url,
    'managed-keys': { enabled: true },
    accounts: [{ id: ACCOUNT, 'api-key': 'env:READ', 'respond-key': 'env:ACT', 'app-key': 'env:APP' }],
  });
  const context = {
    clock,
    log: () => undefined,
    secret: () => Promise.resolve(new Secret(KEY)),
    env: () => undefined,
    signal: new AbortController().signal,
  };
  const actor = await STRIPE.arm?.(config, context, { runId: 'run-1' });
  if (actor === undefined) throw new Error('cannot be armed');
  return {
    actor,
    target: TARGETS[id] ?? target('none'),
    state: () => stateOf(account),
    byHand: () => undefined,
    settle: () => clock.set(clock.now() + MINUTE),
    close: () => stripe.close(),
  };
}

/** Without the ids that Stripe makes up. */
function stateOf({ connected, endpoints, ephemeralKeys, keys, payouts, schedule }: SimulatedAccount): unknown {
  return structuredClone({
    endpoints: endpoints.map(({ enabled_events, status, url }) => ({ enabled_events, status, url })),
    keys: keys.map(({ diesAt, permissions }) => ({ diesAt, permissions })),
    connected,
    ephemeralKeys,
    payouts,
    schedule,
  });
}

function fill(account: SimulatedAccount): void {
  const created = START / 1000;
  account.keys.push({ secret: KEY, permissions: ['*'], diesAt: null });
  const managed = { secret: MANAGED, id: 'mk_1', name: 'shop', permissions: ['charge_write', 'event_read'] };
  account.keys.push({ ...managed, diesAt: null });
  account.endpoints.push({
    id: 'we_1',
    url: 'https://in.example.net/x',
    created,
    status: 'enabled',
    enabled_events: ['charge.succeeded'],
  });
  account.payouts.push({ id: 'po_1', amount: 12_000, currency: 'eur', destination: 'ba_2', status: 'pending' });
  account.ephemeralKeys.push({ id: 'ephkey_1', expires: created + 3600 });
  account.application = 'ca_Example1';
  account.connected.push(ROGUE);
  const event = { object: 'event', created };
  const happened = [
    { ...event, id: 'evt_1', type: 'payout.created', data: { object: { id: 'po_1' } } },
    {
      ...event,
      id: 'evt_2',
      type: 'account.application.authorized',
      account: ROGUE,
      data: { object: { id: 'ca_Example1', object: 'application' } },
    },
  ];
  for (const record of happened) account.events.push({ visibleAt: START, record });
}

function target(id: string): ActionTarget {
  return { key: id, account: ACCOUNT, label: id, params: { id, mode: 'live' } };
}

const TARGETS: Readonly<Record<string, ActionTarget>> = {
  'stripe.roll-keys': target('keys-of-acct_1Example00000001'),
  'stripe.narrow-key': target('mk_1'),
  'stripe.expire-key': target('mk_1'),
  'stripe.disable-endpoint': target('we_1'),
  'stripe.new-endpoint': target('we_1'),
  'stripe.delete-endpoint': target('we_1'),
  'stripe.end-ephemeral-key': target('ephkey_1'),
  'stripe.pause-payouts': target(ACCOUNT),
  'stripe.cancel-payout': target('evt_1'),
  'stripe.disconnect-account': target('evt_2'),
};

describe('actions of the Stripe connector', () => {
  it('all have a case here, and no performer lacks its declaration', async () => {
    const { actor, close } = await subject('stripe.roll-keys');
    await close();

    expect(Object.keys(TARGETS).sort()).toEqual(STRIPE.actions.map(({ id }) => id).sort());
    expect(Object.keys(actor.performers).sort()).toEqual(Object.keys(TARGETS).sort());
  });
});

for (const declaration of STRIPE.actions) describeAction(caseOf(declaration));

function caseOf(declaration: ActionDeclaration): Parameters<typeof describeAction>[0] {
  return { declaration, subject: () => subject(declaration.id) };
}
