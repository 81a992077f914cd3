import type { Amount, Normalized, Outcome, Trait, UsageEvent } from '../../../src/core/event.ts';
import { accountOf, modeOf, principalOf } from '../identity.ts';
import type { Json } from '../json.ts';
import { isObject, objectOf, textOf } from '../json.ts';
import { targetsOf } from '../targets.ts';
import { type Annotation, annotationOf } from './annotation.ts';
import { ownIdOf } from './event-id.ts';
import { requestOf } from './event-request.ts';
import { amountOf } from './money.ts';
import { CAUSED_OUTSIDE } from './operation-tables.ts';
import { operationOf } from './operations.ts';
import { secondsOf } from './record-time.ts';
import { signalsOf } from './signals.ts';

const MAX_TYPE_CHARS = 200;

const REQUEST_ID = /^req_[A-Za-z0-9]{1,64}$/;
const API_VERSION = /^\d{4}-\d\d-\d\d(\.[a-z]{1,20})?$/;
const MEASURED: readonly Trait[] = ['payment', 'refund', 'money-out'];

/** One event of Stripe as a usage event. Never throws; what it cannot read it names. */
export function normalizeEvent(value: unknown): Normalized {
  if (!isObject(value)) return { kind: 'unparsed', reason: 'not a JSON object' };
  const type = textOf(value['type']).slice(0, MAX_TYPE_CHARS);
  if (type === '') return { kind: 'unparsed', reason: 'an event without a type' };
  const time = secondsOf(value['created']);
  if (time === null) return { kind: 'unparsed', reason: 'an event without a time' };
  const object = objectOf(objectOf(value['data'])['object']);
  const event = eventOf(value, type, object, time);
  return { kind: 'event', event, notes: signalsOf(type, object) };
}

function eventOf(record: Json, type: string, object: Json, time: number): UsageEvent {
  const { by, id: request } = requestOf(record);
  const { failed, service, traits, verb } = operationOf(type);
  const account = accountOf(record);
  const mode = modeOf(record);
  const annotation = annotationOf(record);
  const caller = annotation.caller?.credential ?? '';
  const amount = MEASURED.some((trait) => traits.includes(trait)) ? measuredIn(type, object) : null;
  const outcome: Outcome = failed ? 'failed' : 'success';
  return {
    time,
    nativeId: ownIdOf(record),
    provider: 'stripe',
    account,
    region: mode,
    actorKind: by === 'automatic' && !CAUSED_OUTSIDE.has(type) ? 'service' : 'account',
    actor: principalOf(account, mode),
    session: '',
    credential: caller,
    credentialKind: caller === '' ? 'none' : 'key',
    address: '',
    agent: versionOf(record, annotation),
    via: '',
    service,
    action: type,
    verb,
    traits: object['automatic'] === true ? withoutOut(traits) : traits,
    outcome,
    errorCode: failed ? errorOf(object) : '',
    targets: targetsOf(type, object),
    minted: [],
    ...(isJoinable(traits) && REQUEST_ID.test(request) ? { request: { id: request, named: false } } : {}),
    ...(amount === null ? {} : { amount }),
  };
}

/**
 * Activity logs tell of sensitive actions, by request; payments and refunds are none, and there are too many of them to
 * be waited for.
 */
function isJoinable(traits: readonly Trait[]): boolean {
  return traits.length > 0 && !traits.includes('payment') && !traits.includes('refund');
}

/** Two types tell of one refund; the older one shows the charge, with what was paid back so far. */
function measuredIn(type: string, object: Json): Amount | null {
  return amountOf(object[type === 'charge.refunded' ? 'amount_refunded' : 'amount'], object['currency']);
}

/** The API version stands for the tool. Lists show events in that of the account, deliveries in that of the endpoint. */
function versionOf(record: Json, { account, delivered }: Annotation): string {
  const version = textOf(record['api_version']);
  return account !== '' && delivered !== true && API_VERSION.test(version) ? `Stripe-API ${version}` : '';
}

/** A payout on schedule is nobody's doing. */
function withoutOut(traits: readonly Trait[]): readonly Trait[] {
  return traits.filter((trait) => trait !== 'money-out');
}

function errorOf(object: Json): string {
  const errors = [object['last_payment_error'], object['last_setup_error'], object['outcome']].map(objectOf);
  const codes = errors.flatMap((error) => [error['decline_code'], error['code'], error['reason']]);
  return [...codes, object['failure_code']].map(textOf).find((code) => code !== '') ?? '';
}
