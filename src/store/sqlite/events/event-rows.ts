import type { EventRow } from '../../../core/ports.ts';
import type { Connection } from '../connection.ts';
import type { EventTables } from './event-tables.ts';
import { type LedgerRow, readLedger } from './ledger.ts';
import { timeOf } from './slot.ts';

/** An event row as it is stored; the 16 bytes of its id come as text, which costs a third of a buffer a row. */
export type EventCells = readonly [
  id: number,
  ms: number,
  ctx: number,
  op: number,
  target: number,
  seq: number,
  pos: number,
  hexId: string,
  nid: string | null,
];

/**
 * The newest rows of one partition that fit. Ids are selected first, because most of the
 * time the index alone can do that, and rows are fetched for those alone that are shown.
 * @param selection FROM and WHERE
 */
export function readCells(
  db: Connection,
  table: string,
  selection: string,
  bounds: readonly unknown[],
  limit: number,
): readonly EventCells[] {
  return db
    .sql<EventCells>(
      `SELECT id, ms, ctx, op, target, seq, pos, lower(hex(eid)), nid FROM ${table}
       WHERE id IN (SELECT id ${selection} ORDER BY id DESC LIMIT ?) ORDER BY id DESC`,
    )
    .raw()
    .all(...bounds, limit);
}

/** Turns stored rows into what people ask for; remembers the batches that they came with. */
export class EventReader {
  readonly #tables: EventTables;
  readonly #batches = new Map<number, LedgerRow | null>();

  constructor(tables: EventTables) {
    this.#tables = tables;
  }

  toRow([id, ms, ctx, op, target, seq, pos, hexId, nid]: EventCells): EventRow {
    const context = this.#tables.contexts.read(ctx);
    const operation = this.#tables.operations.read(op);
    const batch = this.#batch(seq);
    return {
      time: timeOf(id, ms),
      eventId: nid ?? uuidOf(hexId),
      provider: context.provider,
      account: context.account,
      region: context.region,
      credential: context.credential,
      actorKind: context.actorKind,
      actor: context.actor,
      session: context.session,
      service: operation.service,
      action: operation.action,
      verb: operation.verb,
      outcome: operation.outcome,
      errorCode: operation.errorCode,
      target: this.#tables.targets.text(target),
      address: context.address,
      agent: context.agent,
      via: context.via,
      seenAt: batch?.seenAt ?? 0,
      evidence: {
        place: batch?.evidence.place ?? '',
        position: pos,
        sha256: batch?.evidence.sha256 ?? '',
        sequence: seq,
      },
    };
  }

  #batch(sequence: number): LedgerRow | null {
    const known = this.#batches.get(sequence);
    if (known !== undefined) return known;
    const batch = readLedger(this.#tables, sequence);
    this.#batches.set(sequence, batch);
    return batch;
  }
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
