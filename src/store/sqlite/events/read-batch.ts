import { type CommittedBatch, EVENT_ID_BYTES, type EventBatch } from '../../../core/batch.ts';
import { AppError } from '../../../core/errors.ts';
import type { EventTables } from './event-tables.ts';
import { readFacts } from './facts.ts';
import { type LedgerRow, readLedger, readParts } from './ledger.ts';
import { partitionTable } from './partition-table.ts';
import { timeOf } from './slot.ts';
import { readUnparsed } from './unparsed.ts';

type Cells = readonly [
  id: number,
  ms: number,
  ctx: number,
  op: number,
  target: number,
  pos: number,
  eid: Buffer,
  nid: string | null,
];

/**
 * A batch as it was committed, fresh rows only, in the order of their positions.
 * @throws AppError `BATCH_UNKNOWN`, or `BATCH_DROPPED` when retention has dropped all its events
 */
export function readBatch(tables: EventTables, sequence: number): CommittedBatch {
  const ledger = readLedger(tables, sequence);
  if (ledger === null) {
    throw new AppError(`There is no batch ${sequence} in the ledger.`, {
      code: 'BATCH_UNKNOWN',
      kind: 'not-found',
      hint: 'Ask for a sequence from 1 to the last one of the ledger.',
    });
  }
  if (ledger.fresh > 0 && ledger.dropped >= ledger.fresh) {
    throw new AppError(
      `Batch ${sequence} (${ledger.evidence.place}) is older than the retention: its events were dropped.`,
      {
        code: 'BATCH_DROPPED',
        kind: 'not-found',
        hint: 'Read on with the next batch; the original record is where its place says, if its owner still keeps it.',
      },
    );
  }
  const rows = readRows(tables, sequence);
  const batch = toBatch(tables, sequence, ledger, rows);
  return { sequence, seenAt: ledger.seenAt, batch, fresh: new Uint8Array(rows.length).fill(1) };
}

function readRows(tables: EventTables, sequence: number): readonly Cells[] {
  const rows = readParts(tables.db, sequence).flatMap(({ start, first, last }) =>
    tables.db
      .sql<Cells>(
        `SELECT id, ms, ctx, op, target, pos, eid, nid FROM ${partitionTable(start)} WHERE id BETWEEN ? AND ? AND seq = ?`,
      )
      .raw()
      .all(first, last, sequence),
  );
  return inOrder(rows);
}

/** More than a batch ever holds; position and index stay a safe integer together. */
const ROWS = 2 ** 21;

/** By position. Sorting plain numbers costs a tenth of sorting rows by a comparison. */
function inOrder(rows: readonly Cells[]): readonly Cells[] {
  const keys = Float64Array.from(rows, (row, index) => row[5] * ROWS + index).sort();
  return Array.from(keys, (key) => rows[key % ROWS]).filter((row) => row !== undefined);
}

function toBatch(tables: EventTables, sequence: number, ledger: LedgerRow, rows: readonly Cells[]): EventBatch {
  const size = rows.length;
  const contexts = new Numbering();
  const operations = new Numbering();
  const targets = new Numbering([0]);
  const columns = {
    time: new Float64Array(size),
    context: new Uint32Array(size),
    operation: new Uint32Array(size),
    target: new Uint32Array(size),
    position: new Uint32Array(size),
    ids: new Uint8Array(size * EVENT_ID_BYTES),
  };
  const nativeIds = new Map<number, string>();
  const numberOf = new Map<number, number>();
  for (const [row, [id, ms, ctx, op, target, pos, eid, nid]] of rows.entries()) {
    columns.time[row] = timeOf(id, ms);
    columns.context[row] = contexts.of(ctx);
    columns.operation[row] = operations.of(op);
    columns.target[row] = targets.of(target);
    columns.position[row] = pos;
    columns.ids.set(eid, row * EVENT_ID_BYTES);
    if (nid !== null) nativeIds.set(row, nid);
    numberOf.set(id, row);
  }
  return {
    evidence: ledger.evidence,
    size,
    ...columns,
    nativeIds,
    contexts: contexts.used.map((id) => tables.contexts.read(id)),
    operations: operations.used.map((id) => tables.operations.read(id)),
    targets: targets.used.map((id) => tables.targets.text(id)),
    facts: readFacts(tables.db, sequence, numberOf),
    skipped: ledger.skipped,
    unparsed: readUnparsed(tables, sequence),
    raw: null,
  };
}

/** Turns the store's numbers into indexes of a table that holds only what one batch uses. */
class Numbering {
  readonly used: number[] = [];
  readonly #indexes = new Map<number, number>();

  constructor(first: readonly number[] = []) {
    for (const id of first) this.of(id);
  }

  of(id: number): number {
    const known = this.#indexes.get(id);
    if (known !== undefined) return known;
    this.#indexes.set(id, this.used.length);
    this.used.push(id);
    return this.used.length - 1;
  }
}
