import type { RecordFormat } from '../../../src/core/connector.ts';
import type { Normalized } from '../../../src/core/event.ts';
import { principalOf } from '../identity.ts';
import { isObject, objectOf, textOf } from '../json.ts';
import { momentOf } from './record-time.ts';
import { sanitizeRecord } from './sanitize.ts';

export const ENDPOINT_FORMAT_ID = 'stripe.webhook-endpoint';

/** What the list of webhook endpoints told, as our source writes it: no event of Stripe does. */
export interface EndpointChange {
  readonly keywatch: 'webhook-endpoint-change';
  readonly change: 'listed' | 'created' | 'updated' | 'deleted';
  readonly observed: string;
  readonly account: string;
  readonly mode: 'live' | 'test';
  readonly host: string;
  /** True when no endpoint seen before was at this host. */
  readonly newHost: boolean;
  readonly endpoint: { readonly id: string; readonly url: string; readonly status: string; readonly created: number };
}

/** Changes of webhook endpoints: where Stripe sends a copy of what happens. */
export const ENDPOINT_FORMAT: RecordFormat = {
  id: ENDPOINT_FORMAT_ID,
  logsource: { product: 'stripe', service: 'webhook-endpoint' },
  actionField: 'change',
  unwrap: (value) => (isObject(value) && value['keywatch'] === 'webhook-endpoint-change' ? [value] : null),
  normalize,
  sanitize: sanitizeRecord,
  derived: {},
};

function normalize(record: unknown): Normalized {
  if (!isObject(record)) return { kind: 'unparsed', reason: 'not a JSON object' };
  const endpoint = objectOf(record['endpoint']);
  const id = textOf(endpoint['id']);
  const change = textOf(record['change']);
  const created = change === 'created' || change === 'listed' ? momentOf(endpoint['created']) : null;
  const time = created ?? momentOf(record['observed']);
  if (id === '' || time === null) return { kind: 'unparsed', reason: 'a change of an endpoint without id or time' };
  const account = textOf(record['account']);
  const mode = record['mode'] === 'live' ? 'live' : 'test';
  const isNew = change === 'created' || change === 'listed';
  const host = textOf(record['host']);
  return {
    kind: 'event',
    notes: [],
    event: {
      time,
      nativeId: isNew ? `endpoint/${id}/created` : `endpoint/${id}/${change}/${textOf(record['observed'])}`,
      provider: 'stripe',
      account,
      region: mode,
      actorKind: 'account',
      actor: principalOf(account, mode),
      session: '',
      credential: '',
      credentialKind: 'none',
      address: '',
      agent: '',
      via: '',
      service: 'webhook_endpoint',
      action: `webhook_endpoint.${isNew ? 'created' : change}`,
      verb: change === 'deleted' ? 'delete' : isNew ? 'mint' : 'write',
      traits: ['credential-write'],
      outcome: 'success',
      errorCode: '',
      targets: [host, id].filter((target) => target !== ''),
      // Only webhook endpoints have a secret that can be acted on under their id.
      minted: isNew && id.startsWith('we_') ? [{ alias: id, kind: 'webhook-secret', actor: '', expires: null }] : [],
    },
  };
}
