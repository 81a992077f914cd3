import type { Connection } from '../connection.ts';

export type ContextColumn = 'credential' | 'actor' | 'address';

const ROWS_AT_ONCE = 10_000;

/** Columns of all contexts in memory, 16 bytes each, for questions that are about most of them. */
export class ContextColumns {
  readonly #db: Connection;
  #provider: Uint32Array = new Uint32Array(1024);
  #columns: Record<ContextColumn, Uint32Array> = {
    credential: new Uint32Array(1024),
    actor: new Uint32Array(1024),
    address: new Uint32Array(1024),
  };
  #through = 0;

  constructor(db: Connection) {
    this.#db = db;
  }

  /** Reads what was added since the last time; contexts are never changed. Not inside a transaction. */
  update(): void {
    const next = this.#db
      .sql<readonly [id: number, provider: number, credential: number, actor: number, address: number]>(
        `SELECT id, provider, credential, actor, address FROM context WHERE id > ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
      )
      .raw();
    for (let rows = next.all(this.#through); rows.length > 0; rows = next.all(this.#through)) {
      for (const [id, provider, credential, actor, address] of rows) {
        if (id >= this.#provider.length) this.#grow(id);
        this.#provider[id] = provider;
        this.#columns.credential[id] = credential;
        this.#columns.actor[id] = actor;
        this.#columns.address[id] = address;
        this.#through = id;
      }
    }
  }

  /** Number of the name; 0 where there is none. */
  name(column: ContextColumn, id: number): number {
    return this.#columns[column][id] ?? 0;
  }

  provider(id: number): number {
    return this.#provider[id] ?? 0;
  }

  #grow(id: number): void {
    const size = 2 ** Math.ceil(Math.log2(id + 1));
    this.#provider = enlarged(this.#provider, size);
    for (const column of ['credential', 'actor', 'address'] as const) {
      this.#columns[column] = enlarged(this.#columns[column], size);
    }
  }
}

function enlarged(array: Uint32Array, size: number): Uint32Array {
  const grown = new Uint32Array(size);
  grown.set(array);
  return grown;
}
