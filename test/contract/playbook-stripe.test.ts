import { STRIPE_ACTIONS } from '../../connectors/stripe/actions.ts';
import { STRIPE } from '../../connectors/stripe/index.ts';
import type { ConnectorActor } from '../../src/core/connector.ts';
import type { Credential } from '../../src/core/credential.ts';
import { Secret } from '../../src/core/secret.ts';
import { factsOf } from '../../src/respond/guards.ts';
import { guardFactsOf } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import { rotateCredential } from '../../src/respond/playbooks/rotate-credential.ts';
import { createSaga } from '../../src/respond/saga.ts';
import type { Saga } from '../../src/respond/saga-types.ts';
import { emptyAccount, type SimulatedAccount } from '../../src/simulate/stripe/account.ts';
import { type StripeSimulation, simulateStripe } from '../../src/simulate/stripe/server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { FakeProvider } from '../support/fake-provider.ts';
import { Breaker, flaky } from '../support/flaky-actor.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { aBinding, aCredential, anIncident, aPlanInput, NOON } from '../support/plan-inputs.ts';
import type { PlaybookSubject } from './playbook.contract.ts';
import { describePlaybook } from './playbook.contract.ts';

const ACCOUNT = 'acct_1Example00000001';
const KEY = ['rk', 'live', 'keywatchActsWithThis00'].join('_');
const MANAGED = ['rk', 'live', 'managedByAnApprovedApp'].join('_');
const DAYS = 2 * 86_400_000;
/** What a person has to do is tested elsewhere: here everything is done without one. */
const ACTIONS = STRIPE_ACTIONS.filter(({ mode }) => mode !== 'guided');

interface StripeWorld {
  readonly account: SimulatedAccount;
  readonly stripe: StripeSimulation;
  readonly clock: FakeClock;
  /** Has the secret store of the receiver. */
  readonly store: FakeProvider;
  arm(): Promise<ConnectorActor>;
}

async function aWorld(): Promise<StripeWorld> {
  const clock = new FakeClock(NOON);
  const account = emptyAccount(ACCOUNT, true);
  const created = NOON / 1000;
  account.keys.push(
    { secret: KEY, permissions: ['*'], diesAt: null },
    { secret: MANAGED, id: 'mk_1', name: 'shop', permissions: ['charge_write', 'event_read'], diesAt: null },
  );
  const endpoint = { status: 'enabled', enabled_events: ['charge.succeeded'] };
  account.endpoints.push(
    { ...endpoint, id: 'we_1', url: 'https://shop.example/hook', created: created - 90_000_000 },
    { ...endpoint, id: 'we_rogue', url: 'https://thief.example/hook', created: created - 60 },
  );
  const stripe = await simulateStripe([account], () => clock.now());
  const config = STRIPE.config.parse({
    'base-url': stripe.url,
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
  return {
    account,
    stripe,
    clock,
    store: new FakeProvider(clock),
    arm: async () => (await STRIPE.arm?.(config, context, { runId: 'run-1' })) ?? missing(),
  };
}

/** Without what Stripe makes up and without times: who works, what is paid out, whether the receiver has a good secret. */
function stateOf({ account, store }: StripeWorld): unknown {
  const secret = store.state().secret;
  const [signer] = [...account.signingSecrets].find(([, text]) => text === secret) ?? [];
  return {
    endpoints: account.endpoints.map(({ enabled_events, status, url }) => ({ enabled_events, status, url })),
    keys: account.keys.map(({ diesAt, permissions }) => ({ isDead: diesAt !== null, permissions })),
    schedule: account.schedule,
    receiver: account.endpoints.find(({ id }) => id === signer)?.status ?? secret,
  };
}

function aSaga(world: StripeWorld, journal: MemoryJournal, input: PlanInput, breaker: Breaker): Saga {
  return createSaga({
    journal,
    clock: world.clock,
    actors: async (connector) => flaky(connector === 'stripe' ? await world.arm() : world.store.actor(), breaker),
    guards: (step) => Promise.resolve(factsOf(step, guardFactsOf(input))),
    usage: () => Promise.resolve({ last: null, by: '', rhythm: 0, observedThrough: world.clock.now(), lag: 0 }),
    newId: () => 'run-20261123-120000-abcdef',
    onEvent: () => undefined,
  });
}

async function subjectFor(input: PlanInput): Promise<PlaybookSubject> {
  const world = await aWorld();
  const breaker = new Breaker();
  const journal = new MemoryJournal();
  let saga = aSaga(world, journal, input, breaker);
  return {
    journal,
    saga: () => saga,
    restart: () => {
      journal.restart();
      saga = aSaga(world, journal, input, breaker);
    },
    state: () => Promise.resolve(stateOf(world)),
    done: async (work) => {
      const result = await world.clock.runUntil(work);
      await world.clock.advance(DAYS);
      return result;
    },
    failCall: (index, when, kind) => breaker.arrange(index, { when, kind }),
    repair: () => breaker.repair(),
    calls: () => breaker.calls,
    close: () => world.stripe.close(),
  };
}

function ours(alias: string, change: Partial<Credential> = {}): Credential {
  return aCredential(`stripe:${alias}`, { account: ACCOUNT, actor: ACCOUNT, ...change });
}

function inputAbout(subject: Credential, change: Partial<PlanInput> = {}): PlanInput {
  return aPlanInput({
    incident: anIncident({ subject: { kind: 'credential', id: subject.id }, credentials: [subject.id] }),
    subject: subject.id,
    subtree: [subject],
    connectors: [{ id: 'stripe', actions: ACTIONS }],
    bindings: [aBinding({ match: subject.id, consumers: [{ store: 'fake', target: 'shop/hook', reload: '' }] })],
    ...change,
  });
}

const KEY_CREDENTIAL = ours('mk_1');
const ROGUE = ours('we_rogue', { kind: 'webhook-secret', createdAt: NOON - 60_000 });
const ENDPOINT = ours('we_1', { kind: 'webhook-secret', createdAt: NOON - 90_000_000_000 });

const CASES = [
  {
    name: 'contain-credential on Stripe, a managed key and a new endpoint',
    playbook: containCredential,
    input: inputAbout(KEY_CREDENTIAL, { known: [ROGUE] }),
  },
  {
    name: 'rotate-credential on Stripe after a leak of a managed key',
    playbook: rotateCredential,
    input: inputAbout(KEY_CREDENTIAL),
  },
  {
    name: 'rotate-credential on Stripe after a leak of a signing secret',
    playbook: rotateCredential,
    input: inputAbout(ENDPOINT),
  },
  {
    name: 'rotate-credential on Stripe, a signing secret as routine',
    playbook: rotateCredential,
    input: inputAbout(ENDPOINT, { incident: null }),
  },
];

for (const { input, name, playbook } of CASES)
  describePlaybook({ name, playbook, input: () => input, subject: () => subjectFor(input) });

function missing(): never {
  throw new Error('the connector cannot be armed');
}
