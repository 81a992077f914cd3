import type { Normalized, Outcome, Trait, UsageEvent } from '../../src/core/event.ts';
import { annotationOf } from './annotation.ts';
import { requestOf } from './event-request.ts';
import { accountOf, modeOf, principalOf } from './identity.ts';
import type { Json } from './json.ts';
import { isObject, objectOf, textOf } from './json.ts';
import { operationOf } from './operations.ts';
import { secondsOf } from './record-time.ts';
import { signalsOf } from './signals.ts';
import { targetsOf } from './targets.ts';

const MAX_TYPE_CHARS = 200;
/** Samples and test deliveries share one id: their content says which are the same. */
const NO_ID = /^evt_(0+|test_webhook)$/;

/** One event of Stripe as a usage event. Never throws; what it cannot read it names. */
export function normalizeEvent(value: unknown): Normalized {
  if (!isObject(value)) return { kind: 'unparsed', reason: 'not a JSON object' };
  const type = textOf(value['type']).slice(0, MAX_TYPE_CHARS);
  if (type === '') return { kind: 'unparsed', reason: 'an event without a type' };
  const time = secondsOf(value['created']);
  if (time === null) return { kind: 'unparsed', reason: 'an event without a time' };
  const object = objectOf(objectOf(value['data'])['object']);
  const event = eventOf(value, type, object, time);
  return { kind: 'event', event, notes: signalsOf(type, object, event.actor) };
}

function eventOf(record: Json, type: string, object: Json, time: number): UsageEvent {
  const { by } = requestOf(record);
  const { failed, service, traits, verb } = operationOf(type);
  const account = accountOf(record);
  const mode = modeOf(record);
  const caller = annotationOf(record).caller?.credential ?? '';
  const outcome: Outcome = failed ? 'failed' : 'success';
  return {
    time,
    nativeId: nativeIdOf(record),
    provider: 'stripe',
    account,
    region: mode,
    actorKind: by === 'automatic' ? 'service' : 'account',
    actor: principalOf(account, mode),
    session: '',
    credential: caller,
    credentialKind: caller === '' ? 'none' : 'key',
    address: '',
    agent: '',
    via: '',
    service,
    action: type,
    verb,
    traits: object['automatic'] === true ? withoutOut(traits) : traits,
    outcome,
    errorCode: failed ? errorOf(object) : '',
    targets: targetsOf(type, object),
    minted: [],
  };
}

/** A payout on schedule is nobody's doing. */
function withoutOut(traits: readonly Trait[]): readonly Trait[] {
  return traits.filter((trait) => trait !== 'money-out');
}

function nativeIdOf(record: Json): string {
  const id = textOf(record['id']);
  return NO_ID.test(id) ? '' : id;
}

function errorOf(object: Json): string {
  const errors = [object['last_payment_error'], object['last_setup_error'], object['outcome']].map(objectOf);
  const codes = errors.flatMap((error) => [error['decline_code'], error['code'], error['reason']]);
  return [...codes, object['failure_code']].map(textOf).find((code) => code !== '') ?? '';
}
