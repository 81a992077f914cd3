import { createHash } from 'node:crypto';
import { type JsonObject, textAt } from '../../json.ts';
import { AwsFault } from '../fault.ts';

/** The last entry that was returned. */
export interface LookupPosition {
  readonly at: number;
  readonly ordinal: number;
}

/** A token that only continues the very same request (CloudTrail API reference, NextToken). */
export function writeToken(params: JsonObject, position: LookupPosition): string {
  return Buffer.from(`${position.at}.${position.ordinal}.${digest(params)}`).toString('base64');
}

/** Undefined for a first page; InvalidNextTokenException for tokens of other requests and for garbage. */
export function readToken(params: JsonObject): LookupPosition | undefined {
  const token = textAt(params, 'NextToken');
  if (token === undefined) return undefined;
  const match = /^(\d+)\.(\d+)\.([0-9a-f]+)$/.exec(Buffer.from(token, 'base64').toString());
  if (match === null || match[3] !== digest(params)) {
    throw new AwsFault('InvalidNextTokenException', 'Invalid value for next token.');
  }
  return { at: Number(match[1]), ordinal: Number(match[2]) };
}

function digest(params: JsonObject): string {
  const rest = Object.entries(params).filter(([key]) => key !== 'NextToken');
  const text = JSON.stringify(rest.sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
