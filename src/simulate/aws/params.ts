import { type JsonObject, numberAt, textAt } from '../json.ts';
import { AwsFault } from './fault.ts';

/** A required text parameter; ValidationError (400) when it is missing. */
export function need(params: JsonObject, name: string): string {
  const value = textAt(params, name);
  if (value === undefined || value === '') {
    throw new AwsFault('ValidationError', `Value at '${name}' failed to satisfy constraint: Member must not be null`);
  }
  return value;
}

/** A page of `items` by Marker and MaxItems, as IAM pages: the marker is opaque to callers. */
export function pageByMarker<T>(items: readonly T[], params: JsonObject): { page: readonly T[]; more: JsonObject } {
  const marker = textAt(params, 'Marker');
  const start = marker === undefined ? 0 : readMarker(marker);
  const size = numberAt(params, 'MaxItems') ?? 100;
  const page = items.slice(start, start + size);
  const next = start + size;
  if (next >= items.length) return { page, more: { IsTruncated: 'false' } };
  return { page, more: { IsTruncated: 'true', Marker: Buffer.from(`m:${next}`).toString('base64') } };
}

function readMarker(marker: string): number {
  const match = /^m:(\d+)$/.exec(Buffer.from(marker, 'base64').toString());
  if (match === null) throw new AwsFault('ValidationError', 'Invalid Marker.');
  return Number(match[1]);
}

/** A page of `items` by NextToken, as most JSON services page. */
export function pageByToken<T>(
  items: readonly T[],
  token: string | undefined,
  size: number,
  badToken: () => AwsFault,
): { page: readonly T[]; next: string | undefined } {
  const match = /^t:(\d+)$/.exec(Buffer.from(token ?? '', 'base64').toString());
  if (token !== undefined && match === null) throw badToken();
  const start = Number(match?.[1] ?? 0);
  const end = start + size;
  const next = end < items.length ? Buffer.from(`t:${end}`).toString('base64') : undefined;
  return { page: items.slice(start, end), next };
}
