import { createHash } from 'node:crypto';
import type { EventBatch, EventContext, Evidence, Fact, Operation, RawBlock, Unparsed } from '../core/batch.ts';
import { EVENT_ID_BYTES } from '../core/batch.ts';
import type { Note, UsageEvent } from '../core/event.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SEPARATOR = '\u0001';

/** A string table: the first occurrence gets the next number. */
class Interner {
  readonly #numbers = new Map<string, number>();

  /** The number of `key`, and whether it is new. */
  number(key: string): number {
    return this.#numbers.get(key) ?? -1;
  }

  add(key: string): number {
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }
}

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
  readonly #contextNumbers = new Interner();
  readonly #operationNumbers = new Interner();
  readonly #targetNumbers = new Interner();
  readonly #facts: Fact[] = [];
  readonly #skipped = new Map<string, number>();
  readonly #unparsed: Unparsed[] = [];

  constructor() {
    this.#targetNumbers.add('');
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
    this.#context.push(this.#contextOf(event));
    this.#operation.push(this.#operationOf(event));
    this.#target.push(this.#targetOf(event.targets[0] ?? ''));
    this.#position.push(position);
    this.#writeId(row, event, content);
    if (event.targets.length > 1) this.#facts.push({ kind: 'targets', row, targets: event.targets });
    for (const minted of event.minted) this.#facts.push({ kind: 'minted', row, minted });
    for (const note of notes) this.#facts.push({ kind: 'note', row, note });
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

  #contextOf(event: UsageEvent): number {
    const key =
      event.credential +
      SEPARATOR +
      event.actor +
      SEPARATOR +
      event.session +
      SEPARATOR +
      event.address +
      SEPARATOR +
      event.agent +
      SEPARATOR +
      event.region +
      SEPARATOR +
      event.account +
      SEPARATOR +
      event.via +
      SEPARATOR +
      event.actorKind +
      event.credentialKind +
      event.provider;
    const known = this.#contextNumbers.number(key);
    if (known >= 0) return known;
    this.#contexts.push({
      provider: event.provider,
      account: event.account,
      region: event.region,
      credential: event.credential,
      credentialKind: event.credentialKind,
      actorKind: event.actorKind,
      actor: event.actor,
      session: event.session,
      address: event.address,
      agent: event.agent,
      via: event.via,
    });
    return this.#contextNumbers.add(key);
  }

  #operationOf(event: UsageEvent): number {
    const key =
      event.action +
      SEPARATOR +
      event.service +
      SEPARATOR +
      event.errorCode +
      SEPARATOR +
      event.outcome +
      event.verb +
      SEPARATOR +
      (event.traits.length === 0 ? '' : event.traits.join(' ')) +
      event.provider;
    const known = this.#operationNumbers.number(key);
    if (known >= 0) return known;
    this.#operations.push({
      provider: event.provider,
      service: event.service,
      action: event.action,
      verb: event.verb,
      traits: event.traits,
      outcome: event.outcome,
      errorCode: event.errorCode,
    });
    return this.#operationNumbers.add(key);
  }

  #targetOf(target: string): number {
    const known = this.#targetNumbers.number(target);
    if (known >= 0) return known;
    this.#targets.push(target);
    return this.#targetNumbers.add(target);
  }

  #writeId(row: number, event: UsageEvent, content: () => string): void {
    const offset = row * EVENT_ID_BYTES;
    if (offset + EVENT_ID_BYTES > this.#ids.length) {
      const grown = new Uint8Array(this.#ids.length * 2);
      grown.set(this.#ids);
      this.#ids = grown;
    }
    const native = event.nativeId;
    if (native.length === 36 && UUID.test(native)) {
      writeUuid(this.#ids, offset, native);
      return;
    }
    const basis =
      native === '' ? `content${SEPARATOR}${content()}` : `id${SEPARATOR}${event.account}${SEPARATOR}${native}`;
    const digest = createHash('sha256').update(event.provider).update(SEPARATOR).update(basis).digest();
    this.#ids.set(digest.subarray(0, EVENT_ID_BYTES), offset);
    if (native !== '') this.#nativeIds.set(row, native);
  }
}

function writeUuid(into: Uint8Array, offset: number, uuid: string): void {
  let at = offset;
  for (let i = 0; i < 36; i += 2) {
    if (i === 8 || i === 13 || i === 18 || i === 23) i += 1;
    into[at] = (nibble(uuid.charCodeAt(i)) << 4) | nibble(uuid.charCodeAt(i + 1));
    at += 1;
  }
}

/** Value of one lower-case hexadecimal digit's character code. */
function nibble(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
