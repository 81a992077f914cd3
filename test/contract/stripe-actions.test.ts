import { describe, expect, it } from 'vitest';
import { STRIPE } from '../../connectors/stripe/index.ts';
import type { ActionDeclaration, ActionTarget } from '../../src/core/action.ts';
import { Secret } from '../../src/core/secret.ts';
import { emptyAccount, type SimulatedAccount } from '../../src/simulate/stripe/account.ts';
import { simulateStripe } from '../../src/simulate/stripe/server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type ActionSubject, describeAction } from './actions.contract.ts';

const START = Date.UTC(2026, 2, 2, 9);
const ACCOUNT = 'acct_1Example00000001';
const KEY = ['rk', 'live', 'keywatchActsWithThis00'].join('_');

async function subject(id: string): Promise<ActionSubject> {
  const clock = new FakeClock(START);
  const account = emptyAccount(ACCOUNT, true);
  fill(account);
  const stripe = await simulateStripe([account], () => clock.now());
  const config = STRIPE.config.parse({
    'base-url': stripe.url,
    accounts: [{ id: ACCOUNT, 'api-key': 'env:READ', 'respond-key': 'env:ACT' }],
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
    state: () => structuredClone([account.endpoints, account.payouts, account.schedule]),
    byHand: () => undefined,
    close: () => stripe.close(),
  };
}

function fill(account: SimulatedAccount): void {
  account.keys.push({ secret: KEY, permissions: ['*'], diesAt: null });
  account.endpoints.push({ id: 'we_1', url: 'https://in.example.net/x', created: START / 1000, status: 'enabled' });
  account.payouts.push({ id: 'po_1', amount: 12_000, currency: 'eur', destination: 'ba_2', status: 'pending' });
  account.events.push({
    visibleAt: START,
    record: {
      id: 'evt_1',
      object: 'event',
      type: 'payout.created',
      created: START / 1000,
      data: { object: { id: 'po_1' } },
    },
  });
}

function target(id: string): ActionTarget {
  return { key: id, account: ACCOUNT, label: id, params: { id, mode: 'live' } };
}

const TARGETS: Readonly<Record<string, ActionTarget>> = {
  'stripe.roll-keys': target('stripe:keys-of-acct_1Example00000001'),
  'stripe.disable-endpoint': target('we_1'),
  'stripe.pause-payouts': target(ACCOUNT),
  'stripe.cancel-payout': target('evt_1'),
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
