import { createHash } from 'node:crypto';
import { type ZodType, z } from 'zod';
import type { Cursor } from '../../../src/core/connector.ts';
import { isObject, textOf } from '../json.ts';
import type { EndpointChange } from '../records/endpoint-format.ts';
import { readCursor } from './read-cursor.ts';

/** What is remembered of an endpoint. Its address may hold a secret: only the host, and a hash of all. */
interface Known {
  readonly host: string;
  readonly print: string;
}

type KnownById = Readonly<Record<string, Known>>;

export interface EndpointCursor extends Cursor {
  readonly v: 1;
  /** Null before the first whole listing, which everything is compared with. */
  readonly known: KnownById | null;
  readonly hosts: readonly string[];
  /** Pages of the listing under way. */
  readonly walk: { readonly after: string; readonly seen: KnownById } | null;
}

/** The allow-list of fields: an answer may hold more than we should. */
export type Endpoint = EndpointChange['endpoint'];

export interface Found {
  readonly change: EndpointChange['change'];
  readonly endpoint: Endpoint;
  readonly host: string;
  readonly newHost: boolean;
}

const knownSchema = z.record(z.string(), z.strictObject({ host: z.string(), print: z.string() }));
const cursorSchema: ZodType<EndpointCursor> = z.strictObject({
  v: z.literal(1),
  known: knownSchema.nullable(),
  hosts: z.array(z.string()),
  walk: z.strictObject({ after: z.string(), seen: knownSchema }).nullable(),
});
const MAX_HOSTS = 500;

export function beginEndpoints(stored: Cursor | null): EndpointCursor {
  if (stored === null) return { v: 1, known: null, hosts: [], walk: null };
  return readCursor('the webhook endpoints', cursorSchema, stored);
}

export function endpointOf(value: unknown): Endpoint | null {
  if (!isObject(value) || textOf(value['id']) === '') return null;
  const created = value['created'];
  return {
    id: textOf(value['id']),
    url: textOf(value['url']),
    status: textOf(value['status']),
    created: typeof created === 'number' ? created : 0,
  };
}

/** What a page of the list tells that was not known; the first listing is what all others are compared with. */
export function changesIn(cursor: EndpointCursor, endpoints: readonly Endpoint[]): readonly Found[] {
  const { hosts, known } = cursor;
  return endpoints.flatMap((endpoint): readonly Found[] => {
    const host = hostOf(endpoint.url);
    if (known === null) return [{ change: 'listed', endpoint, host, newHost: false }];
    const before = Object.hasOwn(known, endpoint.id) ? known[endpoint.id] : undefined;
    if (before?.print === printOf(endpoint)) return [];
    return [{ change: before === undefined ? 'created' : 'updated', endpoint, host, newHost: !hosts.includes(host) }];
  });
}

/** Endpoints that were there and are not in the whole list any more. */
export function goneFrom(cursor: EndpointCursor, seen: KnownById): readonly Found[] {
  return Object.entries(cursor.known ?? {})
    .filter(([id]) => !Object.hasOwn(seen, id))
    .map(([id, { host }]) => ({
      change: 'deleted',
      endpoint: { id, url: '', status: 'deleted', created: 0 },
      host,
      newHost: false,
    }));
}

export function withSeen(cursor: EndpointCursor, endpoints: readonly Endpoint[]): KnownById {
  const seen = endpoints.map((one) => [one.id, { host: hostOf(one.url), print: printOf(one) }] as const);
  return { ...cursor.walk?.seen, ...Object.fromEntries(seen) };
}

/** @param after id of the last endpoint where another page follows, else '' */
export function afterEndpoints(cursor: EndpointCursor, seen: KnownById, after: string): EndpointCursor {
  if (after !== '') return { ...cursor, walk: { after, seen } };
  const hosts = [...new Set([...cursor.hosts, ...Object.values(seen).map(({ host }) => host)])].slice(-MAX_HOSTS);
  return { v: 1, known: seen, hosts, walk: null };
}

function printOf({ status, url }: Endpoint): string {
  return createHash('sha256')
    .update(JSON.stringify([url, status]))
    .digest('hex')
    .slice(0, 32);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
