import type { EventBatch, EventContext, Operation } from '../core/batch.ts';

/** A list in which everything that was sent before is a number. */
interface WireList<T> {
  /** True when the sender's numbers begin anew. */
  readonly restart: boolean;
  /** What gets the next numbers. */
  readonly fresh: readonly T[];
  readonly numbers: Uint32Array;
}

/** A batch as it travels between threads: contexts and operations repeat from file to file. */
export interface WireBatch {
  readonly batch: Omit<EventBatch, 'contexts' | 'operations'>;
  readonly contexts: WireList<EventContext>;
  readonly operations: WireList<Operation>;
}

/** Bounds what either end remembers. */
const MOST_KNOWN = 20_000;

/** The sending end. Knows things by identity: they must come from one dictionary to be sent only once. */
export class WireWriter {
  readonly #contexts = new ListWriter<EventContext>();
  readonly #operations = new ListWriter<Operation>();

  write({ contexts, operations, ...batch }: EventBatch): WireBatch {
    return { batch, contexts: this.#contexts.write(contexts), operations: this.#operations.write(operations) };
  }
}

/** Memory that changes hands instead of being copied. */
export function columnsOf({ batch }: WireBatch): ArrayBuffer[] {
  const columns = [batch.time, batch.context, batch.operation, batch.target, batch.position, batch.ids];
  return columns.map(({ buffer }) => buffer as ArrayBuffer);
}

/** The receiving end of one sender. Equal contexts and operations come out as one and the same object. */
export class WireReader {
  readonly #contexts: EventContext[] = [];
  readonly #operations: Operation[] = [];
  readonly #texts: Texts;

  constructor(texts: Texts = new Texts()) {
    this.#texts = texts;
  }

  read(wire: WireBatch): EventBatch {
    const contexts = readList(this.#contexts, wire.contexts, (context) => this.#texts.share(context));
    const operations = readList(this.#operations, wire.operations, (operation) => operation);
    return { ...wire.batch, contexts, operations };
  }
}

/** Every context comes with copies of all its texts, most of which others have, too; those copies would stay. */
export class Texts {
  readonly #known = new Map<string, string>();

  share(context: EventContext): EventContext {
    return {
      ...context,
      account: this.#one(context.account),
      region: this.#one(context.region),
      credential: this.#one(context.credential),
      actor: this.#one(context.actor),
      session: this.#one(context.session),
      address: this.#one(context.address),
      agent: this.#one(context.agent),
      via: this.#one(context.via),
    };
  }

  #one(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(text, text);
    return text;
  }
}

class ListWriter<T> {
  readonly #numbers = new Map<T, number>();

  write(items: readonly T[]): WireList<T> {
    const restart = this.#numbers.size > MOST_KNOWN;
    if (restart) this.#numbers.clear();
    const fresh: T[] = [];
    const numbers = Uint32Array.from(items, (item) => {
      const known = this.#numbers.get(item);
      if (known !== undefined) return known;
      fresh.push(item);
      this.#numbers.set(item, this.#numbers.size);
      return this.#numbers.size - 1;
    });
    return { restart, fresh, numbers };
  }
}

function readList<T>(known: T[], { restart, fresh, numbers }: WireList<T>, keep: (item: T) => T): readonly T[] {
  if (restart) known.length = 0;
  for (const item of fresh) known.push(keep(item));
  return Array.from(numbers, (number) => {
    const item = known[number];
    if (item === undefined) throw new RangeError(`entry ${number} was never sent`);
    return item;
  });
}
