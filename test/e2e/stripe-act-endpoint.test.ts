import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STRIPE_ACTIONS } from '../../connectors/stripe/actions.ts';
import { STRIPE } from '../../connectors/stripe/index.ts';
import { Secret } from '../../src/core/secret.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { planPlaybook } from '../../src/respond/plan.ts';
import { rotateCredential } from '../../src/respond/playbooks/rotate-credential.ts';
import { createSaga } from '../../src/respond/saga.ts';
import type { Saga } from '../../src/respond/saga-types.ts';
import { emptyAccount, type SimulatedAccount } from '../../src/simulate/stripe/account.ts';
import { type StripeSimulation, simulateStripe } from '../../src/simulate/stripe/server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeProvider } from '../support/fake-provider.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { aBinding, aCredential, aPlanInput, NOON } from '../support/plan-inputs.ts';

const ACCOUNT = 'acct_1Example00000001';
const KEY = ['rk', 'live', 'keywatchActsWithThis00'].join('_');
const subject = aCredential('stripe:we_1', {
  account: ACCOUNT,
  actor: ACCOUNT,
  kind: 'webhook-secret',
  createdAt: 1000,
});
const input = aPlanInput({
  incident: null,
  subject: subject.id,
  subtree: [subject],
  connectors: [{ id: 'stripe', actions: STRIPE_ACTIONS }],
  bindings: [aBinding({ match: subject.id, consumers: [{ store: 'fake', target: 'shop/hook', reload: '' }] })],
});
const plan = planPlaybook(rotateCredential, input);

describe('rolling the signing secret of a webhook endpoint', () => {
  let clock: FakeClock;
  let account: SimulatedAccount;
  let stripe: StripeSimulation;
  let journal: MemoryJournal;
  let store: FakeProvider;
  let saga: Saga;

  beforeEach(async () => {
    clock = new FakeClock(NOON);
    account = emptyAccount(ACCOUNT, true);
    account.application = 'ca_Example1';
    account.keys.push({ secret: KEY, permissions: ['*'], diesAt: null });
    account.endpoints.push({
      id: 'we_1',
      url: 'https://shop.example/hook?token=keepThisOutOfTheJournal',
      created: 1,
      status: 'enabled',
      enabled_events: ['charge.succeeded', 'refund.created'],
      api_version: '2025-01-27.acacia',
      description: 'shop',
      metadata: { team: 'shop' },
      application: 'ca_Example1',
    });
    stripe = await simulateStripe([account], () => clock.now());
    journal = new MemoryJournal();
    store = new FakeProvider(clock);
    saga = newSaga();
  });
  afterEach(() => stripe.close());

  function newSaga(): Saga {
    const config = STRIPE.config.parse({
      'base-url': stripe.url,
      accounts: [{ id: ACCOUNT, 'api-key': 'env:K', 'respond-key': 'env:K' }],
    });
    const context = {
      clock,
      log: () => undefined,
      secret: () => Promise.resolve(new Secret(KEY)),
      env: () => undefined,
      signal: new AbortController().signal,
    };
    return createSaga({
      journal,
      clock,
      actors: async (connector, run) => {
        const actor = connector === 'stripe' ? await STRIPE.arm?.(config, context, run) : store.actor();
        if (actor === undefined) throw new Error('it cannot be armed');
        return actor;
      },
      guards: () => Promise.resolve({}),
      usage: () => Promise.resolve({ last: null, by: '', rhythm: 0, observedThrough: clock.now(), lag: 0 }),
      newId: () => 'run-1',
      onEvent: () => undefined,
    });
  }

  const statuses = (): readonly string[] => account.endpoints.map(({ status }) => status);
  const made = (): SimulatedAccount['endpoints'][number] | undefined =>
    account.endpoints.find(({ id }) => id !== 'we_1');

  it('makes an endpoint that is like the old one in everything but its secret', async () => {
    await clock.runUntil(saga.start(plan, { by: 'ada', irreversible: false }));

    const [old] = account.endpoints;
    expect(made()).toMatchObject({
      url: old?.url,
      enabled_events: old?.enabled_events,
      api_version: old?.api_version,
      description: 'shop',
      application: 'ca_Example1',
      metadata: { team: 'shop', keywatch: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
  });

  it('leaves both at work until the receiver has had time, then disables the old one, and deletes it once approved', async () => {
    await clock.runUntil(saga.start(plan, { by: 'ada', irreversible: false }));
    expect(statuses()).toEqual(['enabled', 'enabled']);
    await clock.advance(HOUR);
    await clock.runUntil(saga.resume('run-1'));
    expect(statuses()).toEqual(['disabled', 'enabled']);
    await clock.advance(DAY);
    const waiting = await clock.runUntil(saga.resume('run-1'));
    expect([waiting.run.state, statuses().length]).toEqual(['waiting', 2]);
    expect(waiting.todo.join()).toContain('Approve "Delete the old webhook endpoint"');
    const step = plan.steps.find(({ action }) => action === 'stripe.delete-endpoint')?.id ?? '';
    const done = await clock.runUntil(saga.confirmStep('run-1', step, 'ada', ''));
    expect([done.run.state, statuses()]).toEqual(['completed', ['enabled']]);
  });

  it('gives the new secret to the store of the receiver and to nobody else', async () => {
    await clock.runUntil(saga.start(plan, { by: 'ada', irreversible: false }));

    const secret = account.signingSecrets.get(made()?.id ?? '') ?? '';
    expect(secret).toMatch(/^whsec_/);
    expect(store.state().secret).toBe(secret);
    const lines = JSON.stringify([await journal.entries('run-1'), await journal.run('run-1')]);
    expect(lines).not.toContain(secret);
    expect(lines).not.toContain('keepThisOutOfTheJournal');
  });

  it('makes one endpoint and no more when the answer that holds the secret is lost', async () => {
    stripe.fail('reset after acting');
    await clock.runUntil(saga.start(plan, { by: 'ada', irreversible: false }));

    expect(account.endpoints).toHaveLength(2);
    expect(store.state().secret).toBe(account.signingSecrets.get(made()?.id ?? ''));
  });

  it('takes away what it made when it is undone', async () => {
    await clock.runUntil(saga.start(plan, { by: 'ada', irreversible: false }));
    await clock.advance(2 * HOUR);
    await clock.runUntil(saga.resume('run-1'));
    await clock.runUntil(saga.undoRun('run-1', 'ada'));

    expect(account.endpoints.map(({ id, status }) => [id, status])).toEqual([['we_1', 'enabled']]);
    expect(store.state().secret).toBe('old');
  });
});
