import type { EventContext, Operation } from '../core/batch.ts';

/** A distinct thing, and its number in the batch that met it last. */
export interface Entry<T> {
  readonly item: T;
  batch: number;
  number: number;
}

/** How things of one kind are told apart. Things may come with members that do not count. */
interface Kind<T> {
  /** Short, and nearly always enough to meet the same thing again. */
  hint(thing: T): string;
  same(a: T, b: T): boolean;
  /** Everything that counts in one text. */
  key(thing: T): string;
  /** Without the members that do not count. */
  copy(thing: T): T;
}

/** They come from records: a hostile file must not fill memory. */
const MOST_ENTRIES = 20_000;
const SEPARATOR = '\u0001';

const CONTEXT: Kind<EventContext> = {
  hint: (context) => context.credential || context.session || context.address,
  same: (a, b) =>
    a.credential === b.credential &&
    a.address === b.address &&
    a.agent === b.agent &&
    a.region === b.region &&
    a.actor === b.actor &&
    a.session === b.session &&
    a.account === b.account &&
    a.via === b.via &&
    a.actorKind === b.actorKind &&
    a.credentialKind === b.credentialKind &&
    a.provider === b.provider,
  key: (context) => Object.values(CONTEXT.copy(context)).join(SEPARATOR),
  copy: (context) => ({
    provider: context.provider,
    account: context.account,
    region: context.region,
    credential: context.credential,
    credentialKind: context.credentialKind,
    actorKind: context.actorKind,
    actor: context.actor,
    session: context.session,
    address: context.address,
    agent: context.agent,
    via: context.via,
  }),
};

const OPERATION: Kind<Operation> = {
  hint: (operation) => operation.action,
  same: (a, b) =>
    a.action === b.action &&
    a.outcome === b.outcome &&
    a.errorCode === b.errorCode &&
    a.service === b.service &&
    a.verb === b.verb &&
    a.provider === b.provider &&
    (a.traits === b.traits || a.traits.join() === b.traits.join()),
  key: (operation) => Object.values(OPERATION.copy(operation)).join(SEPARATOR),
  copy: (operation) => ({
    provider: operation.provider,
    service: operation.service,
    action: operation.action,
    verb: operation.verb,
    traits: operation.traits,
    outcome: operation.outcome,
    errorCode: operation.errorCode,
  }),
};

/** Gives equal things one object. What the hint does not find costs a text of everything in the thing. */
class Pool<T> {
  readonly #kind: Kind<T>;
  readonly #lately = new Map<string, Entry<T>>();
  readonly #all = new Map<string, Entry<T>>();

  constructor(kind: Kind<T>) {
    this.#kind = kind;
  }

  entry(thing: T): Entry<T> {
    const hint = this.#kind.hint(thing);
    const lately = this.#lately.get(hint);
    if (lately !== undefined && this.#kind.same(lately.item, thing)) return lately;
    const entry = this.#find(thing);
    this.#lately.set(hint, entry);
    return entry;
  }

  #find(thing: T): Entry<T> {
    const key = this.#kind.key(thing);
    const known = this.#all.get(key);
    // Whoever writes the separator into a name must not make two things look like one.
    if (known !== undefined && this.#kind.same(known.item, thing)) return known;
    if (this.#all.size >= MOST_ENTRIES) {
      this.#all.clear();
      this.#lately.clear();
    }
    const entry: Entry<T> = { item: this.#kind.copy(thing), batch: 0, number: 0 };
    this.#all.set(key, entry);
    return entry;
  }
}

/** The contexts and operations of many batches: what is equal in them is one and the same object. */
export class Dictionary {
  readonly contexts: Pool<EventContext> = new Pool(CONTEXT);
  readonly operations: Pool<Operation> = new Pool(OPERATION);
  #batches = 0;

  /** A number for a batch that begins; no other batch of this dictionary has it. */
  nextBatch(): number {
    this.#batches += 1;
    return this.#batches;
  }
}
