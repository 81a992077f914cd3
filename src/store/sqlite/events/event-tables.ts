import type { Connection } from '../connection.ts';
import { ContextColumns } from './context-columns.ts';
import { ContextTable } from './context-table.ts';
import { NameTable } from './name-table.ts';
import { OperationTable } from './operation-table.ts';
import { type SlotOf, slotOf } from './slot.ts';

export interface EventOptions {
  /** New partitions get their index and rollups at `seal`, not with every batch. */
  readonly bulk: boolean;
  readonly keepRaw: boolean;
  readonly slotOf: SlotOf;
}

export const EVENT_DEFAULTS: EventOptions = { bulk: false, keepRaw: false, slotOf };

/** A connection with what is remembered of the tables that events refer to. */
export interface EventTables extends EventOptions {
  readonly db: Connection;
  readonly names: NameTable;
  readonly targets: NameTable;
  readonly contexts: ContextTable;
  readonly columns: ContextColumns;
  readonly operations: OperationTable;
}

export function openEventTables(db: Connection, options: EventOptions): EventTables {
  const names = new NameTable(db, 'name');
  return {
    ...options,
    db,
    names,
    targets: new NameTable(db, 'target'),
    contexts: new ContextTable(db, names),
    columns: new ContextColumns(db),
    operations: new OperationTable(db, names),
  };
}

/** After a rollback: numbers that were given out in it mean nothing. */
export function forgetNumbers(tables: EventTables): void {
  tables.names.forget();
  tables.targets.forget();
  tables.contexts.forget();
  tables.operations.forget();
}
