import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import {
  EVENT_ID_BYTES,
  type EventBatch,
  type EventContext,
  type Fact,
  type Operation,
  type Unparsed,
} from '../../src/core/batch.ts';
import type { Outcome, Verb } from '../../src/core/event.ts';
import type { Millis } from '../../src/core/time.ts';

/** Repeatable randomness: the same seed gives the same numbers on every machine (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** 2026-11-02T00:00:00Z, a Monday. */
export const BATCH_EPOCH: Millis = Date.UTC(2026, 10, 2);

export const ACCOUNT = '111122223333';

export function makeContext(part: Partial<EventContext> = {}): EventContext {
  return {
    provider: 'acme',
    account: ACCOUNT,
    region: 'north-1',
    credential: 'KEY0001',
    credentialKind: 'key',
    actorKind: 'user',
    actor: 'user/ci-deploy',
    session: '',
    address: '192.0.2.10',
    agent: 'tool/1.0',
    via: '',
    ...part,
  };
}

export function makeOperation(part: Partial<Operation> = {}): Operation {
  return {
    provider: 'acme',
    service: 'storage',
    action: 'GetObject',
    verb: 'read',
    traits: [],
    outcome: 'success',
    errorCode: '',
    ...part,
  };
}

/** One event of a batch written by hand; what is left out comes from `makeContext` and `makeOperation`. */
export interface EventSpec {
  readonly time: Millis;
  readonly context?: Partial<EventContext>;
  readonly operation?: Partial<Operation>;
  readonly target?: string;
  readonly nativeId?: string;
  /** Makes the 16 bytes; by default a new one for each event of a batch. */
  readonly idSeed?: string;
  readonly position?: number;
}

export interface BatchParts {
  readonly source?: string;
  readonly place?: string;
  readonly facts?: readonly Fact[];
  readonly skipped?: Readonly<Record<string, number>>;
  readonly unparsed?: readonly Unparsed[];
  /** Sanitized records by position. */
  readonly records?: readonly unknown[];
}

/** 16 bytes that depend on the text alone. */
export function idBytes(text: string): Uint8Array {
  return createHash('sha256').update(text).digest().subarray(0, EVENT_ID_BYTES);
}

/** A batch from events written out one by one. */
export function makeBatch(events: readonly EventSpec[], parts: BatchParts = {}): EventBatch {
  const place = parts.place ?? 'trail/one.json.gz';
  const contexts = new Table<EventContext>();
  const operations = new Table<Operation>();
  const targets = new Table<string>(['']);
  const ids = new Uint8Array(events.length * EVENT_ID_BYTES);
  const nativeIds = new Map<number, string>();
  for (const [row, event] of events.entries()) {
    ids.set(idBytes(event.idSeed ?? event.nativeId ?? `${place} ${row}`), row * EVENT_ID_BYTES);
    if (event.nativeId !== undefined) nativeIds.set(row, event.nativeId);
  }
  return {
    evidence: {
      source: parts.source ?? 'acme.trail',
      place,
      sha256: createHash('sha256').update(place).digest('hex'),
      bytes: events.length * 1_300,
    },
    size: events.length,
    time: Float64Array.from(events, ({ time }) => time),
    context: Uint32Array.from(events, ({ context }) => contexts.number(makeContext(context))),
    operation: Uint32Array.from(events, ({ operation }) => operations.number(makeOperation(operation))),
    target: Uint32Array.from(events, ({ target }) => targets.number(target ?? '')),
    position: Uint32Array.from(events, ({ position }, row) => position ?? row),
    ids,
    nativeIds,
    contexts: contexts.entries,
    operations: operations.entries,
    targets: targets.entries,
    facts: parts.facts ?? [],
    skipped: parts.skipped ?? {},
    unparsed: parts.unparsed ?? [],
    raw: parts.records === undefined ? null : packRecords(parts.records),
  };
}

/** JSON lines, packed, with the place of each. */
export function packRecords(records: readonly unknown[]): EventBatch['raw'] {
  const lines = records.map((record) => Buffer.from(`${JSON.stringify(record)}\n`));
  const offsets = new Uint32Array(lines.length + 1);
  for (const [index, line] of lines.entries()) offsets[index + 1] = (offsets[index] ?? 0) + line.length;
  return { packed: zstdCompressSync(Buffer.concat(lines)), offsets };
}

export interface TrafficOptions {
  readonly seed: number;
  /** Events a batch. */
  readonly size: number;
  readonly start?: Millis;
  /** Mean time between two events. */
  readonly every?: Millis;
  readonly keys?: number;
  readonly actions?: number;
}

/** Traffic of many keys, a few of which make most of it; batch `index` continues where the one before ended. */
export class Traffic {
  readonly #options: Required<TrafficOptions>;
  readonly #operations: readonly Operation[];

  constructor(options: TrafficOptions) {
    this.#options = { start: BATCH_EPOCH, every: 2_500, keys: 2_000, actions: 200, ...options };
    this.#operations = makeOperations(this.#options.actions);
  }

  batch(index: number): EventBatch {
    const { seed, size, start, every, keys } = this.#options;
    const random = seededRandom(seed * 1_000_003 + index);
    const contexts = new Table<EventContext>();
    const operations = new Table<Operation>();
    const targets = new Table<string>(['']);
    const columns = emptyColumns(size);
    const ids = new DataView(columns.ids.buffer);
    const span = size * every;
    for (let row = 0; row < size; row += 1) {
      // Neighbours go backwards in time now and then, as in real trails.
      const at = start + index * span + (row + random() * 4) * every;
      columns.time[row] = Math.floor(at / 1_000) * 1_000;
      const key = skewed(random(), keys);
      // Most keys have one address and one tool; a few have several.
      const variant = random() < 0.9 ? 0 : 1 + Math.floor(random() * 8);
      columns.context[row] = contexts.keyed(`${key} ${variant}`, () => trafficContext(key, variant));
      const operation = skewed(random(), this.#operations.length);
      columns.operation[row] = operations.keyed(`${operation}`, () => this.#operations[operation] ?? makeOperation());
      const target = random() < 0.6 ? '' : `bucket/object-${skewed(random(), 5_000)}`;
      columns.target[row] = targets.keyed(JSON.stringify(target), () => target);
      columns.position[row] = row;
      for (let byte = 0; byte < EVENT_ID_BYTES; byte += 4) {
        ids.setUint32(row * EVENT_ID_BYTES + byte, random() * 2 ** 32);
      }
    }
    const place = `trail/${ACCOUNT}/part-${seed}-${index}.json.gz`;
    return {
      evidence: {
        source: 'acme.trail',
        place,
        sha256: createHash('sha256').update(place).digest('hex'),
        bytes: size * 200,
      },
      size,
      ...columns,
      nativeIds: new Map(),
      contexts: contexts.entries,
      operations: operations.entries,
      targets: targets.entries,
      facts: [],
      skipped: {},
      unparsed: [],
      raw: null,
    };
  }
}

type Columns = Pick<EventBatch, 'time' | 'context' | 'operation' | 'target' | 'position' | 'ids'>;

function emptyColumns(size: number): Columns {
  return {
    time: new Float64Array(size),
    context: new Uint32Array(size),
    operation: new Uint32Array(size),
    target: new Uint32Array(size),
    position: new Uint32Array(size),
    ids: new Uint8Array(size * EVENT_ID_BYTES),
  };
}

/** Small numbers are far more frequent than large ones, roughly as in Zipf's law. */
function skewed(random: number, count: number): number {
  return Math.min(count - 1, Math.floor((count + 1) ** random - 1));
}

function trafficContext(key: number, variant: number): EventContext {
  return makeContext({
    credential: `KEY${String(key).padStart(6, '0')}`,
    actor: `user/worker-${key % 400}`,
    session: key % 3 === 0 ? `run-${key}` : '',
    credentialKind: key % 3 === 0 ? 'session' : 'key',
    address: `198.51.${100 + ((key >> 8) & 1)}.${(key + variant) % 254}`,
    agent: `tool/${1 + (variant % 3)}.${key % 7}`,
    region: `north-${1 + (key % 3)}`,
  });
}

function makeOperations(count: number): readonly Operation[] {
  const verbs: readonly Verb[] = ['read', 'read', 'read', 'write', 'mint', 'delete', 'grant'];
  const outcomes: readonly Outcome[] = ['success', 'success', 'success', 'denied', 'failed'];
  return Array.from({ length: count }, (_, index) => {
    const outcome = outcomes[index % outcomes.length] ?? 'success';
    return makeOperation({
      service: `service-${index % 20}`,
      action: `Action${index}`,
      verb: verbs[index % verbs.length] ?? 'read',
      outcome,
      errorCode: outcome === 'success' ? '' : 'AccessDenied',
    });
  });
}

/** A string table: the first occurrence gets the next number. */
class Table<Entry> {
  readonly entries: Entry[];
  readonly #numbers = new Map<string, number>();

  constructor(entries: readonly Entry[] = []) {
    this.entries = [...entries];
    for (const [number, entry] of entries.entries()) this.#numbers.set(JSON.stringify(entry), number);
  }

  number(entry: Entry): number {
    return this.keyed(JSON.stringify(entry), () => entry);
  }

  /** For entries that a short key tells apart: written out only when they are new. */
  keyed(key: string, make: () => Entry): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.entries.length);
    this.entries.push(make());
    return this.entries.length - 1;
  }
}
