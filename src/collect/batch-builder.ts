import { createHash } from 'node:crypto';
import type { EventBatch, EventContext, Evidence, Fact, Operation, RawBlock, Unparsed } from '../core/batch.ts';
import { EVENT_ID_BYTES } from '../core/batch.ts';
import type { Note, UsageEvent } from '../core/event.ts';
import type { Entry } from './dictionary.ts';
import { Dictionary } from './dictionary.ts';

const SEPARATOR = '\u0001';
const DASH = 45;

/** Packs normalized events into columns. One builder makes one batch. */
export class BatchBuilder {
  readonly #time: number[] = [];
  readonly #context: number[] = [];
  readonly #operation: number[] = [];
  readonly #target: number[] = [];
  readonly #position: number[] = [];
  #ids: Uint8Array = new Uint8Array(EVENT_ID_BYTES * 512);
  readonly #nativeIds = new Map<number, string>();
  readonly #contexts: EventContext[] = [];
  readonly #operations: Operation[] = [];
  readonly #targets: string[] = [''];
  readonly #targetNumbers = new Map<string, number>([['', 0]]);
  readonly #dictionary: Dictionary;
  readonly #batch: number;
  readonly #facts: Fact[] = [];
  /** Credentials and other names of theirs that were told already. */
  readonly #aliases = new Set<string>();
  readonly #skipped = new Map<string, number>();
  readonly #unparsed: Unparsed[] = [];

  /** @param dictionary one for many batches saves the most; entries that batches share are one object */
  constructor(dictionary: Dictionary = new Dictionary()) {
    this.#dictionary = dictionary;
    this.#batch = dictionary.nextBatch();
  }

  get size(): number {
    return this.#time.length;
  }

  /**
   * @param position index of the record in its evidence
   * @param content makes the text that decides what is a duplicate where the record has no usable id
   * @returns the row
   */
  add(event: UsageEvent, notes: readonly Note[], position: number, content: () => string): number {
    const row = this.#time.length;
    this.#time.push(event.time);
    this.#context.push(this.#numberOf(this.#dictionary.contexts.entry(event), this.#contexts));
    this.#operation.push(this.#numberOf(this.#dictionary.operations.entry(event), this.#operations));
    this.#target.push(this.#targetOf(event.targets[0] ?? ''));
    this.#position.push(position);
    this.#writeId(row, event, content);
    if (event.targets.length > 1) this.#facts.push({ kind: 'targets', row, targets: event.targets });
    for (const minted of event.minted) this.#facts.push({ kind: 'minted', row, minted });
    for (const note of notes) this.#facts.push({ kind: 'note', row, note });
    if (event.request !== undefined) this.#facts.push({ kind: 'request', row, ...event.request });
    if (event.amount !== undefined) this.#facts.push({ kind: 'amount', row, ...event.amount });
    if (event.aliases !== undefined) this.#addAliases(row, event.credential, event.aliases);
    return row;
  }

  hit(row: number, rule: string, detail: Readonly<Record<string, string>>): void {
    this.#facts.push({ kind: 'hit', row, rule, detail });
  }

  skip(reason: string): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }

  fail(position: number, reason: string, excerpt: string): void {
    this.#unparsed.push({ position, reason, excerpt });
  }

  finish(evidence: Evidence, raw: RawBlock | null): EventBatch {
    const size = this.#time.length;
    return {
      evidence,
      size,
      time: Float64Array.from(this.#time),
      context: Uint32Array.from(this.#context),
      operation: Uint32Array.from(this.#operation),
      target: Uint32Array.from(this.#target),
      position: Uint32Array.from(this.#position),
      ids: this.#ids.slice(0, size * EVENT_ID_BYTES),
      nativeIds: this.#nativeIds,
      contexts: this.#contexts,
      operations: this.#operations,
      targets: this.#targets,
      facts: this.#facts,
      skipped: Object.fromEntries(this.#skipped),
      unparsed: this.#unparsed,
      raw,
    };
  }

  /** The entry's number in this batch, given out when it is the first to use it. */
  #numberOf<T>(entry: Entry<T>, items: T[]): number {
    if (entry.batch !== this.#batch) {
      entry.batch = this.#batch;
      entry.number = items.length;
      items.push(entry.item);
    }
    return entry.number;
  }

  #targetOf(target: string): number {
    const known = this.#targetNumbers.get(target);
    if (known !== undefined) return known;
    this.#targetNumbers.set(target, this.#targets.length);
    return this.#targets.push(target) - 1;
  }

  #addAliases(row: number, credential: string, aliases: readonly string[]): void {
    for (const alias of aliases) {
      const key = credential + SEPARATOR + alias;
      if (credential === '' || alias === credential || this.#aliases.has(key)) continue;
      this.#aliases.add(key);
      this.#facts.push({ kind: 'alias', row, alias });
    }
  }

  #writeId(row: number, event: UsageEvent, content: () => string): void {
    const offset = row * EVENT_ID_BYTES;
    if (offset + EVENT_ID_BYTES > this.#ids.length) {
      const grown = new Uint8Array(this.#ids.length * 2);
      grown.set(this.#ids);
      this.#ids = grown;
    }
    const native = event.nativeId;
    if (native.length === 36 && writeUuid(this.#ids, offset, native)) return;
    const basis =
      native === '' ? `content${SEPARATOR}${content()}` : `id${SEPARATOR}${event.account}${SEPARATOR}${native}`;
    const digest = createHash('sha256').update(event.provider).update(SEPARATOR).update(basis).digest();
    this.#ids.set(digest.subarray(0, EVENT_ID_BYTES), offset);
    if (native !== '') this.#nativeIds.set(row, native);
  }
}

/** @returns false when the text is no UUID in lower case; then what was written means nothing */
function writeUuid(into: Uint8Array, offset: number, uuid: string): boolean {
  let at = offset;
  // Negative as soon as one digit is: most ids are UUIDs, so asking once at the end is enough.
  let sign = 0;
  for (let i = 0; i < 36; i += 2) {
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (uuid.charCodeAt(i) !== DASH) return false;
      i += 1;
    }
    const high = nibble(uuid.charCodeAt(i));
    const low = nibble(uuid.charCodeAt(i + 1));
    sign |= high | low;
    into[at] = (high << 4) | low;
    at += 1;
  }
  return sign >= 0;
}

/** Value of one lower-case hexadecimal digit's character code, -1 of any other. */
function nibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}
