import type { EvidenceEvent } from '../../core/finding.ts';
import type { Millis } from '../../core/time.ts';
import type { Cell } from './cell.ts';

/** Where a principal's money can go and has gone. Plain data. */
export interface Routes {
  /** Destinations that were added or changed, newest last. */
  changed: { readonly at: Millis; readonly destination: string; readonly evidence: EvidenceEvent }[];
  /** Destinations that money was sent to by request, newest last; bounded. */
  used: string[];
  /** The last times that money was sent out by request, newest last; absent in memory of before this was kept. */
  sent?: Sent[];
}

export interface Sent {
  readonly at: Millis;
  /** '' where the record did not name it. */
  readonly destination: string;
  readonly evidence: EvidenceEvent;
}

const MAX_CHANGED = 16;
const MAX_USED = 512;

export function routesOf(cell: Cell): Routes {
  cell.routes ??= { changed: [], used: [] };
  return cell.routes;
}

export function noteChanged(cell: Cell, destination: string, evidence: EvidenceEvent): void {
  const { changed } = routesOf(cell);
  changed.push({ at: evidence.time, destination, evidence });
  if (changed.length > MAX_CHANGED) changed.shift();
}

export function noteSent(cell: Cell, destination: string, evidence: EvidenceEvent): void {
  const sent = (routesOf(cell).sent ??= []);
  sent.push({ at: evidence.time, destination, evidence });
  if (sent.length > MAX_CHANGED) sent.shift();
}

/** @returns whether money has gone there before */
export function noteUsed(cell: Cell, destination: string): boolean {
  const { used } = routesOf(cell);
  const at = used.indexOf(destination);
  if (at >= 0) used.splice(at, 1);
  used.push(destination);
  if (used.length > MAX_USED) used.shift();
  return at >= 0;
}
