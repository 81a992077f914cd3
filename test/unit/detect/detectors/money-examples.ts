import type { Amount, Trait } from '../../../../src/core/event.ts';
import type { StoryEvent } from '../support/story.ts';
import { burst, DAY, HOUR, MINUTE, operation, routine, START } from '../support/story.ts';
import type { Example } from './example.ts';

/** An account whose events name no credential and no address. */
const shop = {
  credential: '',
  credentialKind: 'none',
  actor: 'acct-shop',
  actorKind: 'account',
  address: '',
  agent: '',
} as const;
const doing = (action: string, traits: readonly Trait[], outcome: 'success' | 'failed' = 'success') =>
  operation(action, ['money', ...traits], { service: 'money', verb: 'write', outcome });
const paid = doing('payment', ['payment']);
const declined = doing('payment', ['payment'], 'failed');
const refunded = doing('refund', ['refund']);
const routed = doing('destination added', ['money-route']);
const sent = doing('payout', ['money-out']);

/** `good` and `bad` payments, evenly mixed, each with a card of its own unless said otherwise. */
function payments(good: number, bad: number, from: number, cards = good + bad): readonly StoryEvent[] {
  const all = good + bad;
  const failedBefore = (index: number): number => Math.floor((index * bad) / all);
  return burst(all, from, (index) => ({
    context: shop,
    operation: failedBefore(index + 1) > failedBefore(index) ? declined : paid,
    target: `card ${from}-${index % cards}`,
  }));
}

/** Sales on each of the days before `START`. */
function sales(days: number, good: number, bad: number): readonly StoryEvent[] {
  return Array.from({ length: days }, (_, day) => payments(good, bad, START - (day + 1) * DAY)).flat();
}

const caller = (credential: string) => ({ credential, credentialKind: 'key' }) as const;

/** Days on which an importer fails with `worse` cards and succeeds with 30, and a shop fails with `bad` of its 40. */
function mixed(days: number, from: number, bad: number, worse = 14): readonly StoryEvent[] {
  return Array.from({ length: days }, (_, day) => [
    ...payments(30, worse, from + day * DAY).map((event) => ({
      ...event,
      context: { ...shop, ...caller('importer') },
    })),
    ...payments(40 - bad, bad, from + day * DAY + 1000).map((event) => ({
      ...event,
      context: { ...shop, ...caller('shop') },
    })),
  ]).flat();
}

const eur = (value: number, unit = 'eur'): Amount => ({ value, unit, text: `${value} ${unit.toUpperCase()}` });
const sale = (at: number, amount: Amount, operation = paid): StoryEvent => ({
  at,
  context: shop,
  operation,
  target: `card ${at}`,
  amount,
});
/** Four sales on each of the days before, of 20 to 80. */
const usualSales: readonly StoryEvent[] = Array.from({ length: 40 }, (_, index) =>
  sale(START - (Math.floor(index / 4) + 1) * DAY + index * MINUTE, eur(20 * ((index % 4) + 1))),
);
const refunds = (count: number, from: number, places = count): readonly StoryEvent[] =>
  burst(count, from, (index) => ({ context: shop, operation: refunded, target: `payment-${from}-${index % places}` }));
const route = (at: number, destination: string): StoryEvent => ({
  at,
  context: shop,
  operation: routed,
  target: destination,
});
const out = (at: number, destination: string, context: StoryEvent['context'] = shop): StoryEvent => ({
  at,
  context: { ...shop, ...context },
  operation: sent,
  target: destination,
});
const ordinary = routine(10, { context: shop, operation: doing('payment', []) });

const TESTING: readonly Example[] = [
  { detector: 'card-testing', fires: true, when: 'twenty cards fail and five pass', events: payments(5, 20, START) },
  {
    detector: 'card-testing',
    fires: true,
    when: 'many cards fail at a shop where few do',
    events: [...sales(5, 20, 1), ...payments(5, 20, START)],
  },
  { detector: 'card-testing', fires: false, when: 'fourteen cards fail', events: payments(5, 14, START) },
  { detector: 'card-testing', fires: false, when: 'one card fails twenty times', events: payments(0, 20, START, 1) },
  {
    detector: 'card-testing',
    fires: false,
    when: 'a busy day brings its share of failures',
    events: payments(80, 20, START),
  },
  {
    detector: 'card-testing',
    fires: false,
    when: 'half of all payments fail there on every day',
    events: [...sales(5, 6, 6), ...payments(20, 20, START)],
  },
  {
    detector: 'card-testing',
    fires: false,
    when: 'the failures are spread over a day',
    events: payments(5, 20, START).map((event, index) => ({ ...event, at: START + index * HOUR })),
  },
  {
    detector: 'card-testing',
    fires: true,
    when: 'one sale in four fails at a busy shop where one in a hundred does',
    events: [...sales(5, 99, 1), ...payments(75, 25, START)],
  },
  {
    detector: 'card-testing',
    fires: false,
    when: 'a busy shop has three times the failures of its worst stretch, and little more of all',
    events: [...sales(5, 94, 6), ...payments(180, 18, START)],
  },
  {
    detector: 'card-testing',
    fires: true,
    when: 'one caller fails in the noise of another that fails as a rule',
    events: [...mixed(5, START - 5 * DAY, 1), ...mixed(1, START, 18)],
  },
  {
    detector: 'card-testing',
    fires: false,
    when: 'the caller that fails as a rule does so again',
    events: [...mixed(5, START - 5 * DAY, 1), ...mixed(1, START, 1, 20)],
  },
  {
    detector: 'card-testing',
    fires: true,
    when: 'the failures are spread over many callers',
    events: payments(5, 20, START).map((event, index) => ({ ...event, context: { ...shop, ...caller(`c${index}`) } })),
  },
  {
    detector: 'payment-rush',
    fires: true,
    when: 'a shop that sells six at a time sells forty',
    events: [...sales(5, 6, 0), ...payments(40, 0, START)],
  },
  { detector: 'payment-rush', fires: false, when: 'nothing is known of the shop', events: payments(60, 0, START) },
  {
    detector: 'payment-rush',
    fires: false,
    when: 'a shop that sells fifteen at a time sells forty',
    events: [...sales(5, 15, 0), ...payments(40, 0, START)],
  },
];

const AMOUNTS: readonly Example[] = [
  {
    detector: 'unusual-amount',
    fires: true,
    when: 'a sale is five times the largest of before',
    events: [...usualSales, sale(START, eur(400))],
  },
  {
    detector: 'unusual-amount',
    fires: false,
    when: 'a sale is four times the largest of before',
    events: [...usualSales, sale(START, eur(399))],
  },
  {
    detector: 'unusual-amount',
    fires: false,
    when: 'the payment was declined',
    events: [...usualSales, sale(START, eur(4000), declined)],
  },
  {
    detector: 'unusual-amount',
    fires: true,
    when: 'a sale is in a currency never seen',
    events: [...usualSales, sale(START, eur(80, 'usd'))],
  },
  {
    detector: 'unusual-amount',
    fires: false,
    when: 'nothing is known of the shop',
    events: [sale(START, eur(100)), sale(START + HOUR, eur(9000)), sale(START + 2 * HOUR, eur(50, 'usd'))],
  },
  {
    detector: 'unusual-amount',
    fires: true,
    when: 'a refund is far larger than any',
    events: [...usualSales.map((event) => ({ ...event, operation: refunded })), sale(START, eur(400), refunded)],
  },
  {
    detector: 'unusual-amount',
    fires: false,
    when: 'the shop has grown day by day',
    events: [0, 1, 2, 3, 4, 5].map((day) => sale(START + day * DAY, eur(100 * 3 ** day))),
  },
];

/** A new version of the interface, where there is no address and no agent to go by. */
const VERSIONS: readonly Example[] = [
  {
    detector: 'first-interface-version',
    fires: true,
    when: 'an account is used in another version than ever',
    events: [
      ...routine(10, { context: { ...shop, agent: 'api version 2026-03-25.dahlia' } }),
      { at: START, context: { ...shop, agent: 'api version 2016-07-06' } },
    ],
  },
  {
    detector: 'first-interface-version',
    fires: false,
    when: 'another caller uses the version of the account',
    events: [
      ...routine(10, { context: { ...shop, agent: 'api version 2026-03-25.dahlia' } }),
      { at: START, context: { ...shop, ...caller('new'), agent: 'api version 2026-03-25.dahlia' } },
    ],
  },
  {
    detector: 'first-interface-version',
    fires: false,
    when: 'the account has shown no version so far',
    events: [
      ...routine(10, { context: shop }),
      { at: START, context: { ...shop, agent: 'api version 2026-03-25.dahlia' } },
    ],
  },
];

const OUT: readonly Example[] = [
  { detector: 'refund-burst', fires: true, when: 'twelve payments are refunded', events: refunds(12, START) },
  { detector: 'refund-burst', fires: false, when: 'eleven payments are refunded', events: refunds(11, START) },
  {
    detector: 'refund-burst',
    fires: false,
    when: 'each refund is told twice',
    events: refunds(16, START, 8),
  },
  {
    detector: 'refund-burst',
    fires: false,
    when: 'the shop refunds ten at a time as a rule',
    events: [...refunds(10, START - 2 * DAY), ...refunds(10, START - DAY), ...refunds(20, START)],
  },
  {
    detector: 'new-destination-paid-out',
    fires: true,
    when: 'money goes to a destination that was added two hours before',
    events: [route(START, 'bank-2'), out(START + 2 * HOUR, 'bank-2')],
  },
  {
    detector: 'new-destination-paid-out',
    fires: true,
    when: 'the payout does not name its destination',
    events: [route(START, 'bank-2'), out(START + MINUTE, '')],
  },
  {
    detector: 'new-destination-paid-out',
    fires: true,
    when: 'one key adds the destination and another pays out',
    events: [route(START, 'bank-2'), out(START + MINUTE, 'bank-2', { credential: 'K7', credentialKind: 'key' })],
  },
  {
    detector: 'new-destination-paid-out',
    fires: true,
    when: 'the destination and the payout are told of in one second, the payout first',
    events: [
      { ...out(START + 400, 'bank-2'), id: 'a' },
      { ...route(START + 700, 'bank-2'), id: 'b' },
    ],
  },
  {
    detector: 'new-destination-paid-out',
    fires: false,
    when: 'a destination in use is changed a second after a payout',
    events: [out(START, 'bank-2'), route(START + 1000, 'bank-2')],
  },
  {
    detector: 'new-destination-paid-out',
    fires: false,
    when: 'the destination is two days old',
    events: [route(START, 'bank-2'), out(START + 2 * DAY, 'bank-2')],
  },
  {
    detector: 'new-destination-paid-out',
    fires: false,
    when: 'the money goes to another destination',
    events: [route(START, 'bank-2'), out(START + HOUR, 'bank-1')],
  },
  {
    detector: 'new-destination-paid-out',
    fires: false,
    when: 'another account added the destination',
    events: [route(START, 'bank-2'), out(START + HOUR, 'bank-2', { actor: 'acct-other' })],
  },
  {
    detector: 'new-destination-paid-out',
    fires: false,
    when: 'the schedule pays out',
    events: [route(START, 'bank-2'), out(START + HOUR, 'bank-2', { actorKind: 'service' })],
  },
  {
    detector: 'unseen-money-destination',
    fires: true,
    when: 'an account that never did so sends money away',
    events: [...ordinary, out(START, 'bank-9')],
  },
  {
    detector: 'unseen-money-destination',
    fires: false,
    when: 'the destination is the usual one',
    events: [out(START - 11 * DAY, 'bank-1'), ...ordinary, out(START, 'bank-1')],
  },
  {
    detector: 'unseen-money-destination',
    fires: false,
    when: 'nothing is known of the account',
    events: [out(START, 'bank-9')],
  },
  {
    detector: 'unseen-money-destination',
    fires: false,
    when: 'new destinations are its business',
    events: [
      ...ordinary,
      ...[3, 2, 1, 0].map((days) => out(START - 20 * DAY - days * DAY, `bank-${days}`)),
      out(START, 'bank-9'),
    ],
  },
];

/** What money does, told by accounts whose events name no key. */
export const MONEY_EXAMPLES: readonly Example[] = [...TESTING, ...AMOUNTS, ...VERSIONS, ...OUT];
