import { formatEventId } from '../../../core/batch.ts';
import type { EventRow } from '../../../core/ports.ts';
import type { EventTables } from './event-tables.ts';
import { type LedgerRow, readLedger } from './ledger.ts';
import { timeOf } from './slot.ts';

interface StoredEvent {
  readonly id: number;
  readonly ms: number;
  readonly ctx: number;
  readonly op: number;
  readonly target: number;
  readonly seq: number;
  readonly pos: number;
  readonly eid: Uint8Array;
  readonly nid: string | null;
}

/** The events of these row ids of one partition, in the order asked for. */
export function readEventRows(tables: EventTables, table: string, ids: readonly number[]): readonly EventRow[] {
  const find = tables.db.sql<StoredEvent>(
    `SELECT id, ms, ctx, op, target, seq, pos, eid, nid FROM ${table} WHERE id = ?`,
  );
  const ledgers = new Map<number, LedgerRow | null>();
  return ids.flatMap((id) => {
    const stored = find.get(id);
    if (stored === undefined) return [];
    const ledger = ledgers.get(stored.seq) ?? readLedger(tables, stored.seq);
    ledgers.set(stored.seq, ledger);
    return [toEventRow(tables, stored, ledger)];
  });
}

function toEventRow(tables: EventTables, stored: StoredEvent, ledger: LedgerRow | null): EventRow {
  const context = tables.contexts.read(stored.ctx);
  const operation = tables.operations.read(stored.op);
  return {
    time: timeOf(stored.id, stored.ms),
    eventId: stored.nid ?? formatEventId(stored.eid),
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
    target: tables.targets.text(stored.target),
    address: context.address,
    agent: context.agent,
    via: context.via,
    seenAt: ledger?.seenAt ?? 0,
    evidence: {
      place: ledger?.evidence.place ?? '',
      position: stored.pos,
      sha256: ledger?.evidence.sha256 ?? '',
      sequence: stored.seq,
    },
  };
}
