import { createHash } from 'node:crypto';
import type { EventBatch } from '../core/batch.ts';
import type { RecordFormat } from '../core/connector.ts';
import { messageOf } from '../core/errors.ts';
import type { ProviderKeyFormat } from '../kit/key-scan.ts';
import { redact } from '../kit/redact.ts';
import { BatchBuilder } from './batch-builder.ts';
import type { Dictionary } from './dictionary.ts';
import { jsonValues } from './json-values.ts';
import { nameLeaks } from './name-leaks.ts';
import { RawBlockBuilder } from './raw-block.ts';
import type { Unpacked } from './unpack.ts';
import { release, unpack } from './unpack.ts';

/** A rule that matched one record; found in worker threads, on the record as it came. */
export interface RuleHit {
  readonly rule: string;
  readonly detail: Readonly<Record<string, string>>;
}

export interface DecodeOptions {
  readonly formats: readonly RecordFormat[];
  /** Stateless rules. Called for every record: must cost next to nothing for one that no rule names. */
  readonly match: (format: string, record: unknown) => readonly RuleHit[];
  /** Formats of all connectors, for secrets that stand in records; without them such secrets stay unnamed. */
  readonly keyFormats?: readonly ProviderKeyFormat[];
  /** One for many calls: equal contexts become one object. */
  readonly dictionary?: Dictionary;
  /** Keep sanitized copies; otherwise the evidence pointer is all there is. */
  readonly keepRaw: boolean;
}

export interface DecodeInput {
  readonly source: string;
  readonly place: string;
  readonly bytes: Uint8Array;
  /** Id of the only format to try, or null for all. */
  readonly format: string | null;
  /** Where the bytes were unpacked already. */
  readonly unpacked?: Unpacked;
}

const EXCERPT_CHARS = 200;

/** Bytes to events. Never throws: what cannot be read is in the batch with its reason. */
export function decode(input: DecodeInput, options: DecodeOptions): EventBatch {
  const builder = new BatchBuilder(options.dictionary);
  const raw = options.keepRaw ? new RawBlockBuilder() : null;
  const formats = input.format === null ? options.formats : options.formats.filter(({ id }) => id === input.format);
  const unpacked = input.unpacked ?? unpack(input.bytes);
  if (unpacked.kind === 'failed') {
    builder.fail(-1, unpacked.reason, '');
  } else if (formats.length === 0) {
    builder.fail(-1, `no record format is called ${input.format}`, '');
  } else {
    const run = new RecordRun(builder, raw, formats, options);
    for (const item of jsonValues(unpacked.text)) {
      if (item.kind === 'value') run.value(item.value, item.items ?? null);
      else run.failed(item.reason, item.excerpt);
    }
    release(unpacked.text);
  }
  const evidence = {
    source: input.source,
    place: input.place,
    sha256: createHash('sha256').update(input.bytes).digest('hex'),
    bytes: input.bytes.length,
  };
  return builder.finish(evidence, raw?.finish() ?? null);
}

/** Walks the records of one delivery and remembers how far it is. */
class RecordRun {
  readonly #builder: BatchBuilder;
  readonly #raw: RawBlockBuilder | null;
  readonly #formats: readonly RecordFormat[];
  readonly #options: DecodeOptions;
  #position = 0;
  /** Whose the list is that is being read in parts. */
  #list: RecordFormat | 'foreign' | null = null;

  constructor(
    builder: BatchBuilder,
    raw: RawBlockBuilder | null,
    formats: readonly RecordFormat[],
    options: DecodeOptions,
  ) {
    this.#builder = builder;
    this.#raw = raw;
    this.#formats = formats;
    this.#options = options;
  }

  failed(reason: string, excerpt: string): void {
    this.#builder.fail(this.#position, reason, masked(excerpt));
    this.#position += 1;
  }

  /** @param items of the part of a list that the value is, else null */
  value(value: unknown, items: readonly unknown[] | null): void {
    try {
      this.#value(value, items);
    } catch (error) {
      // Nesting that is deeper than the call stack, for one: this value is lost, the rest is not.
      this.failed(`cannot be looked through: ${masked(messageOf(error))}`, excerptOf(value));
    }
  }

  #value(value: unknown, items: readonly unknown[] | null): void {
    for (const format of this.#formats) {
      const records = format.unwrap(value);
      if (records === null) continue;
      if (items !== null) this.#list = format;
      for (const record of records) this.#record(format, record);
      return;
    }
    this.#unknown(value, items);
  }

  /** A list is judged by its first part: foreign records in a known one count one by one, a foreign list once. */
  #unknown(value: unknown, items: readonly unknown[] | null): void {
    const list = this.#list;
    if (items !== null && list === 'foreign') return;
    if (items !== null && list !== null && list !== 'foreign') {
      for (const item of items) this.#record(list, item);
      return;
    }
    if (items !== null) this.#list = 'foreign';
    if (items === null && this.#enveloped(value)) return;
    this.failed('no known kind of audit record', excerptOf(value));
  }

  /** Exports of other systems wrap each record in one of their own (`event`, `_source`, `_raw`): looked into one level. */
  #enveloped(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    for (const member of Object.values(value) as readonly unknown[]) {
      const inner = typeof member === 'string' && member.startsWith('{') ? parsed(member) : member;
      if (typeof inner !== 'object' || inner === null) continue;
      for (const format of this.#formats) {
        const records = format.unwrap(inner);
        if (records === null) continue;
        for (const record of records) this.#record(format, record);
        return true;
      }
    }
    return false;
  }

  #record(format: RecordFormat, record: unknown): void {
    const position = this.#position;
    this.#position += 1;
    try {
      this.#read(format, record, position);
    } catch (error) {
      // A connector must not throw on any record; should one do so, its record is kept as unparsed.
      this.#builder.fail(position, `${format.id}: ${masked(messageOf(error))}`, excerptOf(record));
    }
  }

  #read(format: RecordFormat, record: unknown, position: number): void {
    const normalized = format.normalize(record);
    if (normalized.kind === 'skip') {
      this.#builder.skip(normalized.reason);
      return;
    }
    if (normalized.kind === 'unparsed') {
      this.#builder.fail(position, normalized.reason, excerptOf(format.sanitize(record)));
      return;
    }
    const { event, leaks, notes } = normalized;
    const told = leaks === undefined ? notes : [...notes, ...nameLeaks(leaks, this.#options.keyFormats ?? [])];
    const row = this.#builder.add(event, told, position, () => JSON.stringify(record));
    for (const hit of this.#options.match(format.id, record)) this.#builder.hit(row, hit.rule, hit.detail);
    this.#raw?.add(position, format.sanitize(record));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Text that only looks like JSON is no record.
    return null;
  }
}

function excerptOf(value: unknown): string {
  try {
    return masked((JSON.stringify(value) ?? '').slice(0, EXCERPT_CHARS * 4));
  } catch {
    // Nested too deeply to be written: there is nothing to show.
    return '';
  }
}
function masked(text: string): string {
  return redact(text).slice(0, EXCERPT_CHARS);
}
