import { refusal, type StripeAnswer } from './answer.ts';

interface Item {
  readonly id: string;
}

/** A page of API v1: items newest first, `starting_after` leads to older ones. */
export function pageOf(items: readonly Item[], query: URLSearchParams, url: string): StripeAnswer {
  const limit = Math.min(100, Number(query.get('limit') ?? 10));
  const after = query.get('starting_after');
  const start = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  if (after !== null && start === 0) {
    return refusal(400, 'invalid_request_error', `No such object: '${after}'`, 'resource_missing');
  }
  const data = items.slice(start, start + limit);
  return { status: 200, body: { object: 'list', url, data, has_more: start + limit < items.length } };
}

/** `created[gte]` and its three sisters. */
export function isCreatedWithin(created: number, query: URLSearchParams): boolean {
  const bound = (name: string, otherwise: number): number => Number(query.get(`created[${name}]`) ?? otherwise);
  return (
    created >= bound('gte', 0) &&
    created > bound('gt', -1) &&
    created <= bound('lte', Number.POSITIVE_INFINITY) &&
    created < bound('lt', Number.POSITIVE_INFINITY)
  );
}
