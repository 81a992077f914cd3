import type { Minted, Normalized, Verb } from '../../../src/core/event.ts';
import type { Json } from '../json.ts';
import { isObject, objectOf, textOf, wordOf } from '../json.ts';
import type { AlertView } from './alert.ts';
import { eventOfAlert, locationOf, looksLikeAlert } from './alert.ts';
import { firstTime } from './record-time.ts';
import { cleanText } from './sanitize.ts';
import { sshIdentifier } from './token-hash.ts';
import type { WebhookKind } from './webhook-meanings.ts';
import { WEBHOOK_KINDS } from './webhook-meanings.ts';

/** A delivery as we keep it: the headers that matter, and the payload. */
export interface WebhookRecord {
  readonly event: string;
  /** GUID, the same when GitHub delivers again; '' when it is not known. */
  readonly delivery: string;
  /** When it came, where we received it ourselves; payloads seldom have a time. */
  readonly received_at: unknown;
  /** True where a source of ours reads the alert that it is about: that one says whose secret leaked. */
  readonly polled?: boolean;
  readonly payload: Json;
}

const KIND = /^[a-z_]{1,60}$/;
const NOTHING_NEW = new Set(['deleted', 'removed', 'member_removed', 'suspend', 'denied', 'cancelled', 'unassigned']);

export function webhookRecord(value: unknown): WebhookRecord | null {
  if (!isObject(value) || !isObject(value['payload']) || typeof value['event'] !== 'string') return null;
  const { delivery, event, payload, polled, received_at } = value;
  return { event, delivery: textOf(delivery), received_at, polled: polled === true, payload };
}

/** One delivery as a usage event. Kinds that say nothing about access are left out by name. */
export function normalizeWebhook(value: unknown): Normalized {
  const record = webhookRecord(value);
  if (record === null) return { kind: 'unparsed', reason: 'not a webhook delivery' };
  const { event, payload } = record;
  if (event === 'ping') return { kind: 'skip', reason: 'webhook test delivery (ping)' };
  if (event.startsWith('secret_scanning_alert')) return alertDelivery(record);
  const kind = Object.hasOwn(WEBHOOK_KINDS, event) ? WEBHOOK_KINDS[event] : undefined;
  if (kind === undefined) {
    return { kind: 'skip', reason: `webhook of another kind${KIND.test(event) ? ` (${event})` : ''}` };
  }
  const about = objectOf(payload[kind.about]);
  const time = firstTime(
    record.received_at,
    about['updated_at'],
    about['created_at'],
    repositoryOf(payload)['updated_at'],
  );
  if (time === null) return { kind: 'skip', reason: `webhook without a time (${event})` };
  return accessEvent(record, kind, about, time);
}

function accessEvent(record: WebhookRecord, kind: WebhookKind, about: Json, time: number): Normalized {
  const { event, payload } = record;
  const action = textOf(payload['action']);
  const sender = objectOf(payload['sender']);
  const name = textOf(sender['login']);
  const target = targetOf(payload, about);
  return {
    kind: 'event',
    event: {
      time,
      nativeId: record.delivery,
      provider: 'github',
      account: accountOf(payload),
      region: '',
      actorKind: textOf(sender['type']) === 'Bot' ? 'app' : name === '' ? 'unknown' : 'user',
      actor: name,
      session: '',
      credential: '',
      credentialKind: 'none',
      address: '',
      agent: '',
      via: '',
      service: event,
      action: action === '' ? event : `${event}.${action}`,
      verb: verbOf(kind, action),
      traits:
        event === 'repository' && /^(publicized|transferred|privatized)$/.test(action)
          ? ['policy-write']
          : (kind.traits ?? []),
      outcome: 'success',
      errorCode: '',
      targets: target === '' ? [] : [cleanText(target)],
      minted: mintedBy(event, action, about),
    },
    notes: [],
  };
}

function verbOf(kind: WebhookKind, action: string): Verb {
  if (NOTHING_NEW.has(action)) return action === 'suspend' ? 'deny' : 'delete';
  return kind.verb ?? 'write';
}

function mintedBy(event: string, action: string, key: Json): readonly Minted[] {
  if (event !== 'deploy_key' || action !== 'created') return [];
  const alias = sshIdentifier(textOf(key['key']), '');
  return alias === '' ? [] : [{ alias, kind: 'ssh-key', actor: '', expires: null }];
}

function alertDelivery(record: WebhookRecord): Normalized {
  const { delivery, event, payload } = record;
  const { alert } = payload;
  if (!isObject(alert)) return { kind: 'unparsed', reason: 'a secret-scanning delivery without its alert' };
  if (!looksLikeAlert(alert))
    return { kind: 'skip', reason: 'secret-scanning delivery without the type of the secret' };
  const repository = repositoryOf(payload);
  const view: AlertView = {
    alert,
    repository: textOf(repository['full_name']),
    isPublic: repository['private'] === false,
    locations: [locationOf(objectOf(payload['location']))].filter((one) => one !== ''),
    action: `${event}.${textOf(payload['action']) || 'created'}`,
    nativeId: delivery,
    isPolled: record.polled === true,
    received: record.received_at ?? repository['updated_at'],
  };
  return eventOfAlert(view);
}

function repositoryOf(payload: Json): Json {
  return objectOf(payload['repository']);
}

function accountOf(payload: Json): string {
  const organisation = textOf(objectOf(payload['organization'])['login']);
  const owner = textOf(objectOf(repositoryOf(payload)['owner'])['login']);
  return organisation || owner || textOf(objectOf(objectOf(payload['installation'])['account'])['login']);
}

function targetOf(payload: Json, about: Json): string {
  const repository = textOf(repositoryOf(payload)['full_name']);
  const names = [about['login'], about['title'], about['token_name'], about['app_slug'], about['name']];
  const name = names.map(wordOf).find((one) => one !== '') ?? textOf(objectOf(about['user'])['login']);
  return name === '' || name === repository ? repository : repository === '' ? name : `${repository}: ${name}`;
}
