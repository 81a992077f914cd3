import type { Millis } from '../../../src/core/time.ts';
import { SECOND } from '../../../src/core/time.ts';
import { unexpected } from '../failures.ts';
import type { Json } from '../json.ts';
import { isObject, objectOf, textOf } from '../json.ts';
import { momentOf } from '../records/record-time.ts';
import type { Endpoint } from './endpoint-cursor.ts';
import { endpointOf } from './endpoint-cursor.ts';
import { nextPath } from './next-path.ts';

/** A list of places that events are sent to, and how its pages are read. */
export interface EndpointList {
  /** Part of the source's id. */
  readonly id: string;
  readonly title: (account: string) => string;
  readonly blindSpots: (account: string) => readonly string[];
  /** @param anchor where the page before ended, '' for the first */
  path(anchor: string): string;
  /** @returns the places, and where the next page begins, '' for none. @throws AppError when it is no such list */
  read(answer: Json, anchor: string, what: string): { readonly endpoints: readonly Endpoint[]; readonly after: string };
}

const PAGE_SIZE = '100';
const DESTINATIONS = '/v2/core/event_destinations';

const shortLived = (what: string): string => `${what} that came and went between two looks`;

/** `GET /v1/webhook_endpoints`: newest first, by the id of the last one. */
export const WEBHOOK_ENDPOINTS: EndpointList = {
  id: 'webhook-endpoints',
  title: (account) => `webhook endpoints of ${account}`,
  blindSpots: (account) => [shortLived(`webhook endpoints of ${account}`)],
  path(anchor) {
    const query = new URLSearchParams({ limit: PAGE_SIZE, ...(anchor === '' ? {} : { starting_after: anchor }) });
    return `/v1/webhook_endpoints?${query.toString()}`;
  },
  read(answer, anchor, what) {
    if (!Array.isArray(answer['data'])) throw unexpected(what);
    const endpoints = answer['data'].map(endpointOf).filter((one) => one !== null);
    const last = textOf(endpoints.at(-1)?.id);
    const more = answer['has_more'] === true;
    if (more && (last === '' || last === anchor)) throw unexpected(what);
    return { endpoints, after: more ? last : '' };
  },
};

/** `GET /v2/core/event_destinations`: webhooks, and queues and buses of cloud providers, by the address of the next page. */
export const EVENT_DESTINATIONS: EndpointList = {
  id: 'event-destinations',
  title: (account) => `event destinations of ${account}`,
  blindSpots: (account) => [shortLived(`event destinations of ${account}`)],
  path: (anchor) => (anchor === '' ? `${DESTINATIONS}?limit=${PAGE_SIZE}&include%5B0%5D=webhook_endpoint.url` : anchor),
  read(answer, anchor, what) {
    if (!Array.isArray(answer['data'])) throw unexpected(what);
    const endpoints = answer['data'].map(destinationOf).filter((one) => one !== null);
    return { endpoints, after: nextPath(answer, DESTINATIONS, anchor) };
  },
};

function destinationOf(value: unknown): Endpoint | null {
  if (!isObject(value) || textOf(value['id']) === '') return null;
  return {
    id: textOf(value['id']),
    url: addressOf(value),
    status: textOf(value['status']),
    created: secondsOf(momentOf(value['created'])),
  };
}

/** Whose it is stands where the host of a webhook stands: the AWS account, the topic at Azure. */
function addressOf(value: Json): string {
  const url = textOf(objectOf(value['webhook_endpoint'])['url']);
  if (url !== '') return url;
  const aws = textOf(objectOf(value['amazon_eventbridge'])['aws_account_id']);
  const azure = textOf(objectOf(value['azure_event_grid'])['azure_partner_topic_name']);
  if (aws !== '') return `amazon-eventbridge://${encodeURIComponent(aws)}`;
  return azure === '' ? '' : `azure-event-grid://${encodeURIComponent(azure)}`;
}

function secondsOf(at: Millis | null): number {
  return at === null ? 0 : Math.floor(at / SECOND);
}
