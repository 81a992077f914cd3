import fc from 'fast-check';
import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { isSigned } from '../../connectors/stripe/sources/webhook-signature.ts';
import { Secret } from '../../src/core/secret.ts';
import { SECOND } from '../../src/core/time.ts';

const NOW = 1_772_359_200;
const TOLERANCE = 300;

/** What the library of Stripe thinks of it. */
function libraryTakes(payload: string, header: string, secret: string): boolean {
  try {
    return (
      Stripe.webhooks.signature?.verifyHeader(payload, header, secret, TOLERANCE, undefined, NOW * SECOND) ?? false
    );
  } catch {
    return false;
  }
}

const secrets = fc.constantFrom(...['one', 'two', 'three'].map((text) => `whsec_${text}`));
/** The library refuses to look at nothing at all. */
const payloads = fc.oneof(fc.json(), fc.string({ unit: 'grapheme', minLength: 1 }));
const times = fc.integer({ min: NOW - 400, max: NOW + 400 });

/** A header that Stripe may have made, with one or two secrets, perhaps damaged on its way. */
const deliveries = fc
  .record({
    payload: payloads,
    signers: fc.array(secrets, { minLength: 1, maxLength: 3 }),
    timestamp: times,
    damage: fc.option(fc.record({ at: fc.nat(200), text: fc.string({ maxLength: 3 }) }), { freq: 2 }),
  })
  .map(({ damage, payload, signers, timestamp }) => {
    const parts = signers.map((secret) => Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }));
    const [first = '', ...more] = parts;
    const header = [first, ...more.map((part) => part.replace(/^t=\d+,/, ''))].join(',');
    if (damage === null) return { payload, timestamp, signers, header, whole: true };
    const at = damage.at % header.length;
    const damaged = header.slice(0, at) + damage.text + header.slice(at + 1);
    return { payload, timestamp, signers, header: damaged, whole: damaged === header };
  });

describe('signatures of Stripe deliveries', () => {
  const isTaken = (payload: string, header: string, secret: string): boolean =>
    isSigned({ 'stripe-signature': header }, Buffer.from(payload), new Secret(secret), NOW * SECOND);

  it('are never taken where the library of Stripe would refuse them', () => {
    fc.assert(
      fc.property(deliveries, secrets, ({ header, payload }, secret) => {
        if (isTaken(payload, header, secret)) expect(libraryTakes(payload, header, secret)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('are taken whole by each secret that made one, within five minutes', () => {
    fc.assert(
      fc.property(deliveries, secrets, ({ header, payload, signers, timestamp, whole }, secret) => {
        fc.pre(whole);
        const expected = signers.includes(secret) && Math.abs(timestamp - NOW) <= TOLERANCE;
        expect(isTaken(payload, header, secret)).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('are refused without an error, whatever the header holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), payloads, secrets, (header, payload, secret) => {
        expect(isTaken(payload, header, secret)).toBe(false);
      }),
    );
  });
});
