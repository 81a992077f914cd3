import type { RecordFormat } from '../../../src/core/connector.ts';
import type { CredentialKind, Minted, Normalized, UsageEvent } from '../../../src/core/event.ts';

import { canonicalAddress } from '../../../src/kit/ip.ts';
import { modeOf, principalOf } from '../identity.ts';
import type { Json } from '../json.ts';
import { idOf, isObject, objectOf, textOf } from '../json.ts';
import { ACTIVITIES, LAST_WORDS } from './activity-tables.ts';
import { annotationOf } from './annotation.ts';
import { ownEntry } from './operations.ts';
import { momentOf } from './record-time.ts';
import { sanitizeRecord } from './sanitize.ts';

const REQUEST_ID = /^req_[A-Za-z0-9]{1,64}$/;

export const ACTIVITY_FORMAT_ID = 'stripe.activity-log';

/** Activity logs of API v2 (preview): sensitive actions with the key or user that did them. */
export const ACTIVITY_FORMAT: RecordFormat = {
  id: ACTIVITY_FORMAT_ID,
  logsource: { product: 'stripe', service: 'activity-log' },
  actionField: 'type',
  unwrap,
  normalize,
  sanitize: sanitizeRecord,
  derived: {},
};

function unwrap(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value.some(isActivity) ? value : null;
  if (!isObject(value)) return null;
  if (isActivity(value)) return [value];
  const { data } = value;
  return Array.isArray(data) && data.some(isActivity) ? data : null;
}

/** Known by its id: the member `object` has changed its name between versions. */
function isActivity(value: unknown): boolean {
  return isObject(value) && textOf(value['id']).startsWith('accact_') && textOf(value['type']) !== '';
}

function normalize(record: unknown): Normalized {
  if (!isObject(record)) return { kind: 'unparsed', reason: 'not a JSON object' };
  const type = textOf(record['type']).slice(0, 200);
  if (type === '') return { kind: 'unparsed', reason: 'an activity without a type' };
  const time = momentOf(record['created']);
  if (time === null) return { kind: 'unparsed', reason: 'an activity without a time' };
  return { kind: 'event', event: eventOf(record, type, time), notes: [] };
}

function eventOf(record: Json, type: string, time: number): UsageEvent {
  const meaning = ownEntry(ACTIVITIES, type);
  const account = idOf(record['context']) || annotationOf(record).account;
  const mode = modeOf(record);
  return {
    time,
    nativeId: textOf(record['id']),
    provider: 'stripe',
    account,
    region: mode,
    ...doerOf(record, principalOf(account, mode)),
    session: '',
    address: addressOf(record),
    agent: '',
    via: '',
    service: 'activity',
    action: type,
    verb: meaning?.verb ?? ownEntry(LAST_WORDS, type.slice(type.lastIndexOf('_') + 1)) ?? 'write',
    traits: meaning?.traits ?? [],
    outcome: 'success',
    errorCode: '',
    targets: targetsOf(record),
    minted: mintedBy(record, type),
    ...requestOf(record),
  };
}

/** From version 2026-09-30.preview on; by it, events are put down to who asked for them. */
function requestOf(record: Json): Pick<UsageEvent, 'request'> {
  const id = idOf(record['request']);
  const { type } = objectOf(record['actor']);
  return REQUEST_ID.test(id) ? { request: { id, named: type === 'api_key' || type === 'user' } } : {};
}

/** A key speaks for the account; a person for themselves. */
function doerOf(
  record: Json,
  principal: string,
): Pick<UsageEvent, 'actor' | 'actorKind' | 'credential'> & { readonly credentialKind: CredentialKind } {
  const actor = objectOf(record['actor']);
  const key = idOf(actor['api_key']);
  if (key !== '') return { actor: principal, actorKind: 'account', credential: key, credentialKind: 'key' };
  const email = textOf(objectOf(actor['user'])['email']);
  if (email !== '') return { actor: email, actorKind: 'user', credential: '', credentialKind: 'none' };
  return { actor: principal, actorKind: 'service', credential: '', credentialKind: 'none' };
}

/** Details stand in a member that is named after the group of the action. */
function detailsOf(record: Json): readonly Json[] {
  const details = objectOf(record['details']);
  return [details, ...Object.values(details).filter(isObject)];
}

function addressOf(record: Json): string {
  const networks = detailsOf(record).map((details) => objectOf(details['network']));
  const address = networks.map((network) => textOf(network['ip_address'])).find((text) => text !== '');
  return canonicalAddress(address ?? '') ?? '';
}

function targetsOf(record: Json): readonly string[] {
  const about = [idOf(record['related_object']), ...detailsOf(record).map((details) => textOf(details['id']))];
  return [...new Set(about.filter((id) => id !== ''))];
}

/** A rotation is told as the end of the old key, with the new one beside it. */
function mintedBy(record: Json, type: string): readonly Minted[] {
  const key = objectOf(objectOf(record['details'])['api_key']);
  const made = type === 'api_key_created' ? key : type === 'api_key_deleted' ? key['new_key'] : null;
  const alias = idOf(made);
  return alias === '' ? [] : [{ alias, kind: 'key', actor: '', expires: momentOf(objectOf(made)['expires_at']) }];
}
