import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/simulate/clock.ts';
import { payoutTheft } from '../../../src/simulate/stories/payout-theft.ts';
import { stageStripeStory } from '../../../src/simulate/stories/stripe-player.ts';
import { createStripeWorld, type StripeWorld } from '../../../src/simulate/stripe/stripe-world.ts';

const START = '2026-11-01T00:00:00Z';
const SALE = { kind: 'charge', amount: 4_900, currency: 'eur' } as const;
const PAYOUT = { kind: 'payout', amount: 5_000, currency: 'eur', to: 'ba_1Else' } as const;

function world(clock = new ManualClock(START)): StripeWorld {
  const made = createStripeWorld(clock, 'acct_1Example00000001', 'test');
  made.addKey({ name: 'shop', permissions: ['charge_write', 'payout_write'] });
  return made;
}

function types({ account }: StripeWorld): readonly unknown[] {
  return account.events.map(({ record }) => record['type']);
}

describe('a simulated account', () => {
  it('writes an event for what is done, with the caller’s idempotency key and no key or address', () => {
    const shop = world();

    expect(shop.use({ key: shop.secretOf('shop'), prefix: 'shop:' }, SALE)).toEqual({ ok: true });

    const text = JSON.stringify(shop.account.events);
    expect(types(shop)).toEqual(['charge.succeeded']);
    expect(text).toContain('"idempotency_key":"shop:');
    expect(text).not.toContain(shop.secretOf('shop'));
  });

  it('refuses what the key may not do, and leaves no event of it', () => {
    const shop = world();
    const as = { key: shop.secretOf('shop'), prefix: '' };

    expect(shop.use(as, { kind: 'add-destination', bank: 'ba_1Else' })).toEqual({ ok: false });
    expect(shop.use({ ...as, key: 'unknown' }, SALE)).toEqual({ ok: false });
    expect(types(shop)).toEqual([]);
  });

  it('takes a rolled key for some seconds more, and its successor at once', () => {
    const clock = new ManualClock(START);
    const shop = world(clock);
    const old = { key: shop.secretOf('shop'), prefix: '' };

    const successor = { key: shop.rollKey('shop'), prefix: '' };

    expect(shop.secretOf('shop')).toBe(successor.key);
    expect(shop.use(old, SALE).ok).toBe(true);
    expect(shop.use(successor, SALE).ok).toBe(true);
    clock.advance(10_000);
    expect(shop.use(old, SALE).ok).toBe(false);
    expect(shop.use(successor, SALE).ok).toBe(true);
  });

  it('pays out on schedule unless that is paused, and by hand whenever a key asks', () => {
    const shop = world();
    shop.payOutOnSchedule(1_000, 'eur', 'ba_1Own');
    shop.account.schedule = 'manual';
    shop.payOutOnSchedule(1_000, 'eur', 'ba_1Own');
    shop.use({ key: shop.secretOf('shop'), prefix: '' }, PAYOUT);

    expect(shop.account.payouts.map(({ destination, status }) => [destination, status])).toEqual([
      ['ba_1Own', 'in_transit'],
      ['ba_1Else', 'pending'],
    ]);
    expect(shop.account.events.map(({ record }) => record['request'])).toEqual([
      { id: null, idempotency_key: null },
      expect.objectContaining({ id: expect.stringMatching(/^req_/) }),
    ]);
  });
});

describe('the story of the payout theft', () => {
  it('is three ordinary weeks, then the theft; the same in every run', () => {
    const [first, second] = [1, 2].map(() => {
      const clock = new ManualClock(START);
      const account = createStripeWorld(clock, payoutTheft.account, 'test');
      const { attackAt, deeds } = stageStripeStory(account, clock, payoutTheft);
      clock.advanceTo(attackAt - 1);
      const before = types(account).length;
      clock.advanceTo(attackAt + 3_600_000);
      return { before, deeds, events: account.account.events };
    });

    expect(first).toEqual(second);
    expect(first?.before).toBeGreaterThan(500);
    expect(first?.deeds.map(({ does, isRefused }) => [does, isRefused])).toEqual([
      ['adds a bank account to pay out to, with the stolen key of the shop', false],
      ['tries stolen cards with it, for one euro each', false],
      ['pays 7300 euros out to that bank account', false],
      ['asks for another payout', false],
    ]);
  });
});
