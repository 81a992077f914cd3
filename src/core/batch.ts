import type { ActorKind, Amount, CredentialKind, Minted, Note, Outcome, RequestRef, Trait, Verb } from './event.ts';
import type { Millis } from './time.ts';

/** Where a batch of records came from, precisely enough to read it again. */
export interface Evidence {
  /** Id of the source that delivered it, e.g. `aws.cloudtrail-file`. */
  readonly source: string;
  /** File path, object address or request window. */
  readonly place: string;
  /** SHA-256 (hex) of the original bytes, before anything was stripped. */
  readonly sha256: string;
  /** Size of the original bytes. */
  readonly bytes: number;
}

/** What repeats together over many events; stored once, referred to by number. */
export interface EventContext {
  readonly provider: string;
  readonly account: string;
  readonly region: string;
  readonly credential: string;
  readonly credentialKind: CredentialKind;
  readonly actorKind: ActorKind;
  readonly actor: string;
  readonly session: string;
  readonly address: string;
  readonly agent: string;
  readonly via: string;
}

/** What was done and how it ended; stored once, referred to by number. */
export interface Operation {
  readonly provider: string;
  readonly service: string;
  readonly action: string;
  readonly verb: Verb;
  readonly traits: readonly Trait[];
  readonly outcome: Outcome;
  readonly errorCode: string;
}

/** Sparse things that a worker learned from a record and that columns cannot hold. */
export type Fact =
  | { readonly kind: 'minted'; readonly row: number; readonly minted: Minted }
  | { readonly kind: 'note'; readonly row: number; readonly note: Note }
  /** Another identifier of the event's credential; told once a batch. */
  | { readonly kind: 'alias'; readonly row: number; readonly alias: string }
  /** All targets of an event that has more than the one in its column (a bulk read of secrets). */
  | { readonly kind: 'targets'; readonly row: number; readonly targets: readonly string[] }
  /** The request behind the event: records of several logs about one request are joined by it. */
  | ({ readonly kind: 'request'; readonly row: number } & RequestRef)
  | ({ readonly kind: 'amount'; readonly row: number } & Amount)
  | {
      readonly kind: 'hit';
      readonly row: number;
      readonly rule: string;
      /** Field values that made the rule match, already masked. */
      readonly detail: Readonly<Record<string, string>>;
    };

/** A record that could not be read. It is stored and counted, never silently lost. */
export interface Unparsed {
  /** Index of the record in its evidence, or -1 when the whole of it could not be read. */
  readonly position: number;
  readonly reason: string;
  /** First bytes with secrets removed, for a person to look at; at most 200 characters. */
  readonly excerpt: string;
}

/** Sanitized copies of the records, compressed; `offsets[i]` is where record i starts when unpacked. */
export interface RawBlock {
  /** zstd of the sanitized records, concatenated as JSON lines. */
  readonly packed: Uint8Array;
  readonly offsets: Uint32Array;
}

export const EVENT_ID_BYTES = 16;

/**
 * Events in columns, as handed from a worker to the single writer. Row i is described by the
 * i-th element of each column; `context`, `operation` and `target` are indexes into the
 * batch's own tables. `targets[0]` is always ''.
 */
export interface EventBatch {
  readonly evidence: Evidence;
  readonly size: number;
  readonly time: Float64Array;
  readonly context: Uint32Array;
  readonly operation: Uint32Array;
  readonly target: Uint32Array;
  /** Index of the record in its evidence. */
  readonly position: Uint32Array;
  /** 16 bytes an event: the UUID itself, or a hash of a native id or of the content. */
  readonly ids: Uint8Array;
  /** The native id where it is no UUID; null where the 16 bytes say it all. */
  readonly nativeIds: ReadonlyMap<number, string>;
  readonly contexts: readonly EventContext[];
  readonly operations: readonly Operation[];
  readonly targets: readonly string[];
  readonly facts: readonly Fact[];
  /** Records left out on purpose, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly unparsed: readonly Unparsed[];
  readonly raw: RawBlock | null;
}

/** A batch after commit: what detection, recovery and back-tests read. */
export interface CommittedBatch {
  /** Arrival sequence in the ledger. */
  readonly sequence: number;
  readonly seenAt: Millis;
  readonly batch: EventBatch;
  /** 1 where the row was new, 0 where the store had it already. */
  readonly fresh: Uint8Array;
}

/** The event id as people and providers write it. */
export function eventIdOf(batch: EventBatch, row: number): string {
  const native = batch.nativeIds.get(row);
  if (native !== undefined) return native;
  return formatEventId(batch.ids.subarray(row * EVENT_ID_BYTES, (row + 1) * EVENT_ID_BYTES));
}

const DIGITS = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0));
/** Where the two digits of each byte stand in the text. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const CODES: number[] = Array.from({ length: 36 }, () => '-'.charCodeAt(0));

/** 16 bytes as a UUID string. */
export function formatEventId(bytes: Uint8Array): string {
  for (let index = 0; index < EVENT_ID_BYTES; index += 1) {
    const byte = bytes[index] ?? 0;
    const place = PLACES[index] ?? 0;
    CODES[place] = DIGITS[byte >> 4] ?? 0;
    CODES[place + 1] = DIGITS[byte & 15] ?? 0;
  }
  // All at once: a text put together from parts keeps the parts, and detection keeps many ids.
  return String.fromCharCode(...CODES);
}
