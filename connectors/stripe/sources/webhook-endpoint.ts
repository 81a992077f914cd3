import { createHash } from 'node:crypto';
import type { Arrival, Delivery, WebhookDeclaration } from '../../../src/core/connector.ts';
import { asConfig, type StripeAccount } from '../config.ts';
import { modeOf } from '../identity.ts';
import type { Json } from '../json.ts';
import { isObject, textOf } from '../json.ts';
import { annotated } from '../records/annotation.ts';
import { callerOf } from '../records/callers.ts';
import { EVENT_FORMAT_ID } from '../records/event-format.ts';
import { ownIdOf } from '../records/event-id.ts';
import { isSigned } from './webhook-signature.ts';

/** Events are a few KB; the largest objects, invoices with all their lines, stay far below this. */
const MOST_BYTES = 4 * 1024 * 1024;
const EVENT_ID = /^evt_[A-Za-z0-9_]{1,120}$/;

/**
 * Events as Stripe delivers them to an endpoint (docs.stripe.com/webhooks): sooner than the list shows them. One that
 * the list shows too is the same event by its id.
 */
export const STRIPE_WEBHOOK: WebhookDeclaration = {
  path: '/hooks/stripe',
  mostBytes: MOST_BYTES,
  secrets: (config) => asConfig(config).accounts.flatMap(({ webhookSecrets }) => webhookSecrets),
  verify: isSigned,
  delivery: (_headers, body, arrival) => deliveryOf(body, arrival),
};

function deliveryOf(body: Uint8Array, { config, signedWith }: Arrival): Delivery | { readonly skip: string } {
  const event = eventIn(body);
  if (event === null) return { skip: 'a delivery whose body is no JSON object' };
  // Event destinations of API v2 send ids alone; the list of events has the whole.
  if (textOf(event['object']) === 'v2.core.event') return { skip: 'a thin event: the list shows it whole' };
  const { accounts, callers } = asConfig(config);
  const signers = accounts.filter(({ webhookSecrets }) =>
    webhookSecrets.some(({ reference }) => reference === signedWith.reference),
  );
  const signer = signerOf(event, signers);
  if (signer === undefined) return { skip: 'a live event, signed with a secret of test mode' };
  const id = ownIdOf(event);
  // What bears no id of theirs is named by what is in it: only the same again is a repeat.
  const name = EVENT_ID.test(id) ? id : createHash('sha256').update(body).digest('hex');
  const record = annotated(event, { account: signer.id, caller: callerOf(event, callers), delivered: true });
  return {
    place: `webhook://stripe/${signer.id}/${name}`,
    bytes: Buffer.from(JSON.stringify(record)),
    format: EVENT_FORMAT_ID,
  };
}

/** Live endpoints of platforms are told of test events too. The other way round somebody made it up: test secrets are held less close. */
function signerOf(event: Json, signers: readonly StripeAccount[]): StripeAccount | undefined {
  const mode = modeOf(event);
  return signers.find((account) => account.mode === mode) ?? (mode === 'test' ? signers[0] : undefined);
}

function eventIn(body: Uint8Array): Json | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
