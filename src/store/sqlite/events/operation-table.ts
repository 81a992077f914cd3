import type { Operation } from '../../../core/batch.ts';
import { type Outcome, TRAITS, type Trait, type Verb } from '../../../core/event.ts';
import type { Connection } from '../connection.ts';
import type { NameTable } from './name-table.ts';

const KEPT = 50_000;

interface OperationRow {
  readonly id: number;
  readonly provider: number;
  readonly service: number;
  readonly action: number;
  readonly verb: number;
  readonly traits: number;
  readonly outcome: number;
  readonly error_code: number;
}

const COLUMNS = 'provider, service, action, verb, traits, outcome, error_code';
const FIND = `SELECT id FROM operation WHERE provider = ? AND service = ? AND action = ? AND verb = ?
  AND traits = ? AND outcome = ? AND error_code = ?`;

/** What was done and how it ended, stored once. */
export class OperationTable {
  readonly #db: Connection;
  readonly #names: NameTable;
  readonly #ids = new Map<string, number>();
  readonly #operations = new Map<number, Operation>();

  constructor(db: Connection, names: NameTable) {
    this.#db = db;
    this.#names = names;
  }

  intern(operation: Operation): number {
    const names = this.#names;
    const parts = [
      names.intern(operation.provider),
      names.intern(operation.service),
      names.intern(operation.action),
      names.intern(operation.verb),
      names.intern(operation.traits.join(' ')),
      names.intern(operation.outcome),
      names.intern(operation.errorCode),
    ];
    const key = parts.join(' ');
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#db.sql<{ id: number }>(FIND).get(...parts)?.id ?? this.#add(parts);
    if (this.#ids.size >= KEPT) this.#ids.clear();
    this.#ids.set(key, id);
    return id;
  }

  read(id: number): Operation {
    const known = this.#operations.get(id);
    if (known !== undefined) return known;
    const row = this.#db.sql<OperationRow>(`SELECT id, ${COLUMNS} FROM operation WHERE id = ?`).get(id);
    if (row === undefined) throw new RangeError(`operation ${id} does not exist`);
    const operation = this.#decode(row);
    if (this.#operations.size >= KEPT) this.#operations.clear();
    this.#operations.set(id, operation);
    return operation;
  }

  /** All of them: there are as many as actions times outcomes, which is few. */
  all(): readonly { readonly id: number; readonly operation: Operation }[] {
    const rows = this.#db.sql<OperationRow>(`SELECT id, ${COLUMNS} FROM operation`).all();
    return rows.map((row) => ({ id: row.id, operation: this.#decode(row) }));
  }

  forget(): void {
    this.#ids.clear();
    this.#operations.clear();
  }

  #add(parts: readonly number[]): number {
    const added = this.#db.sql(`INSERT INTO operation (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`).run(...parts);
    return Number(added.lastInsertRowid);
  }

  #decode(row: OperationRow): Operation {
    const text = (id: number): string => this.#names.text(id);
    return {
      provider: text(row.provider),
      service: text(row.service),
      action: text(row.action),
      verb: text(row.verb) as Verb,
      traits: text(row.traits).split(' ').filter(isTrait),
      outcome: text(row.outcome) as Outcome,
      errorCode: text(row.error_code),
    };
  }
}

function isTrait(text: string): text is Trait {
  return TRAITS.some((trait) => trait === text);
}
