import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestHeaders } from '../../../src/core/connector.ts';
import type { Secret } from '../../../src/core/secret.ts';
import type { Millis } from '../../../src/core/time.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';

/** As in Stripe's own libraries. Deliveries that are tried again are signed anew. */
const TOLERANCE: Millis = 5 * MINUTE;
/** Stripe signs with each secret that is good: two while one is being rolled. */
const MOST_SIGNATURES = 16;

/**
 * `Stripe-Signature: t=<unix seconds>,v1=<hex>,…`: HMAC-SHA-256 over `<t>.<body>`. Other schemes are for tests alone
 * (docs.stripe.com/webhooks#verify-manually).
 */
export function isSigned(headers: RequestHeaders, body: Uint8Array, secret: Secret, received: Millis): boolean {
  const { seconds, signatures } = partsOf(headers['stripe-signature'] ?? '');
  const key = secret.reveal().trim();
  if (key === '' || seconds === '' || Math.abs(received - Number(seconds) * SECOND) > TOLERANCE) return false;
  const wanted = createHmac('sha256', key).update(`${seconds}.`).update(body).digest();
  // All are compared, so that the time says nothing about which one fits.
  return signatures.filter((given) => timingSafeEqual(given, wanted)).length > 0;
}

function partsOf(header: string): { readonly seconds: string; readonly signatures: readonly Buffer[] } {
  const parts = header.split(',').map((part) => part.trim());
  const valuesOf = (scheme: string, shape: RegExp): readonly string[] =>
    parts
      .filter((part) => part.startsWith(`${scheme}=`))
      .map((part) => part.slice(scheme.length + 1))
      .filter((value) => shape.test(value));
  const times = valuesOf('t', /^\d{1,12}$/);
  const signatures = valuesOf('v1', /^[0-9a-f]{64}$/).slice(0, MOST_SIGNATURES);
  // Two times would leave open which of them was signed.
  return {
    seconds: times.length === 1 ? (times[0] ?? '') : '',
    signatures: signatures.map((hex) => Buffer.from(hex, 'hex')),
  };
}
