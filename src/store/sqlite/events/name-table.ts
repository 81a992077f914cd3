import type { Connection } from '../connection.ts';
import { textHash } from './hash.ts';

/** Beyond this many texts the memory is emptied and filled again from the index. */
const KEPT = 200_000;

interface NameRow {
  readonly id: number;
  readonly text: string;
}

/** Texts stored once. Number 0 is the empty text. */
export class NameTable {
  readonly #db: Connection;
  readonly #table: 'name' | 'target';
  readonly #ids = new Map<string, number>();
  readonly #texts = new Map<number, string>();

  constructor(db: Connection, table: 'name' | 'target') {
    this.#db = db;
    this.#table = table;
  }

  /** The number of a text, given out now when it is new. Inside a transaction. */
  intern(text: string): number {
    const known = this.find(text);
    if (known !== null) return known;
    const added = this.#db.sql(`INSERT INTO ${this.#table} (hash, text) VALUES (?, ?)`).run(textHash(text), text);
    return this.#remember(text, Number(added.lastInsertRowid));
  }

  find(text: string): number | null {
    if (text === '') return 0;
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const rows = this.#db.sql<NameRow>(`SELECT id, text FROM ${this.#table} WHERE hash = ?`).all(textHash(text));
    const row = rows.find((one) => one.text === text);
    return row === undefined ? null : this.#remember(text, row.id);
  }

  text(id: number): string {
    if (id === 0) return '';
    const known = this.#texts.get(id);
    if (known !== undefined) return known;
    const row = this.#db.sql<NameRow>(`SELECT id, text FROM ${this.#table} WHERE id = ?`).get(id);
    if (row === undefined) throw new RangeError(`${this.#table} ${id} does not exist`);
    if (this.#texts.size >= KEPT) this.#texts.clear();
    this.#texts.set(id, row.text);
    return row.text;
  }

  /** After a rollback: numbers that were given out in it mean nothing. */
  forget(): void {
    this.#ids.clear();
    this.#texts.clear();
  }

  #remember(text: string, id: number): number {
    if (this.#ids.size >= KEPT) this.#ids.clear();
    this.#ids.set(text, id);
    return id;
  }
}
