import type { EventContext } from '../../../core/batch.ts';
import type { ActorKind, CredentialKind } from '../../../core/event.ts';
import type { Connection } from '../connection.ts';
import type { NameTable } from './name-table.ts';

const KEPT = 100_000;
const OBJECTS_KEPT = 30_000;

interface ContextRow {
  readonly provider: number;
  readonly account: number;
  readonly region: number;
  readonly credential: number;
  readonly credential_kind: number;
  readonly actor_kind: number;
  readonly actor: number;
  readonly session: number;
  readonly address: number;
  readonly agent: number;
  readonly via: number;
}

const COLUMNS =
  'provider, account, region, credential, credential_kind, actor_kind, actor, session, address, agent, via';
const FIND = `SELECT id FROM context WHERE provider = ? AND account = ? AND region = ? AND credential = ?
  AND credential_kind = ? AND actor_kind = ? AND actor = ? AND session = ? AND address = ? AND agent = ? AND via = ?`;

/** What repeats together over many events, stored once. */
export class ContextTable {
  readonly #db: Connection;
  readonly #names: NameTable;
  readonly #ids = new Map<string, number>();
  /** Batches of one thread share their contexts, so that most are known by identity. */
  readonly #objects = new Map<EventContext, number>();
  readonly #contexts = new Map<number, EventContext>();

  constructor(db: Connection, names: NameTable) {
    this.#db = db;
    this.#names = names;
  }

  intern(context: EventContext): number {
    const known = this.#objects.get(context);
    if (known !== undefined) return known;
    const id = this.#number(context);
    if (this.#objects.size >= OBJECTS_KEPT) this.#objects.clear();
    this.#objects.set(context, id);
    return id;
  }

  read(id: number): EventContext {
    const known = this.#contexts.get(id);
    if (known !== undefined) return known;
    const row = this.#db.sql<ContextRow>(`SELECT ${COLUMNS} FROM context WHERE id = ?`).get(id);
    if (row === undefined) throw new RangeError(`context ${id} does not exist`);
    const context = this.#decode(row);
    if (this.#contexts.size >= KEPT) this.#contexts.clear();
    this.#contexts.set(id, context);
    return context;
  }

  forget(): void {
    this.#ids.clear();
    this.#objects.clear();
    this.#contexts.clear();
  }

  #number(context: EventContext): number {
    const names = this.#names;
    const parts = [
      names.intern(context.provider),
      names.intern(context.account),
      names.intern(context.region),
      names.intern(context.credential),
      names.intern(context.credentialKind),
      names.intern(context.actorKind),
      names.intern(context.actor),
      names.intern(context.session),
      names.intern(context.address),
      names.intern(context.agent),
      names.intern(context.via),
    ];
    // Numbers, not texts: whoever chooses a session name cannot make two contexts look like one.
    const key = parts.join(' ');
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#db.sql<{ id: number }>(FIND).get(...parts)?.id ?? this.#add(parts);
    if (this.#ids.size >= KEPT) this.#ids.clear();
    this.#ids.set(key, id);
    return id;
  }

  #add(parts: readonly number[]): number {
    const added = this.#db
      .sql(`INSERT INTO context (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(...parts);
    return Number(added.lastInsertRowid);
  }

  #decode(row: ContextRow): EventContext {
    const text = (id: number): string => this.#names.text(id);
    return {
      provider: text(row.provider),
      account: text(row.account),
      region: text(row.region),
      credential: text(row.credential),
      credentialKind: text(row.credential_kind) as CredentialKind,
      actorKind: text(row.actor_kind) as ActorKind,
      actor: text(row.actor),
      session: text(row.session),
      address: text(row.address),
      agent: text(row.agent),
      via: text(row.via),
    };
  }
}
