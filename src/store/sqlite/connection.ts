import type Database from 'better-sqlite3';
import { storeError } from './errors.ts';

export type Statement<Row> = Database.Statement<unknown[], Row>;

/** Statements are cheap to keep, but every day of events has its own. */
const STATEMENTS_KEPT = 4096;

/**
 * One SQLite connection with its prepared statements. Everything in it is synchronous, so
 * that nothing can slip between the statements of a transaction.
 */
export class Connection {
  readonly path: string;
  readonly database: Database.Database;
  readonly #statements = new Map<string, Statement<unknown>>();

  constructor(path: string, database: Database.Database) {
    this.path = path;
    this.database = database;
  }

  /** Prepared once. `Row` is what the statement's columns are known to be. */
  sql<Row>(text: string): Statement<Row> {
    const known = this.#statements.get(text);
    if (known !== undefined) return known as Statement<Row>;
    if (this.#statements.size >= STATEMENTS_KEPT) this.#statements.clear();
    const statement = this.database.prepare<unknown[], Row>(text);
    this.#statements.set(text, statement);
    return statement;
  }

  /** @param doing completes "Cannot … in the database"; @throws AppError */
  read<Result>(doing: string, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw storeError(error, doing, this.path);
    }
  }

  /** One transaction that takes the write lock at once: all of it, or nothing. */
  write<Result>(doing: string, work: () => Result): Result {
    return this.read(doing, () => {
      this.sql('BEGIN IMMEDIATE').run();
      try {
        const result = work();
        this.sql('COMMIT').run();
        return result;
      } catch (error) {
        // A full disk rolls back by itself; a second rollback would hide the reason.
        if (this.database.inTransaction) this.sql('ROLLBACK').run();
        throw error;
      }
    });
  }

  close(): void {
    this.#statements.clear();
    this.database.close();
  }
}
