import type { ZodType } from 'zod';
import type { ActionDeclaration, ActionPerformer, Verification } from './action.ts';
import type { InventoryItem } from './credential.ts';
import type { CredentialKind, Normalized } from './event.ts';
import type { Secret } from './secret.ts';
import type { SecretRef } from './secret-ref.ts';
import type { ConnectorSetup } from './setup.ts';
import type { Clock, Millis } from './time.ts';
import type { VerifyRange, VerifyReport } from './verify.ts';

/** A position in a source: JSON with a version, made and understood by its connector alone. */
export interface Cursor {
  readonly v: number;
  readonly [field: string]: unknown;
}

/** Bytes as they came, with the name of the format that can decode them. */
export interface Delivery {
  /** File path, object address or request window: goes into the evidence. */
  readonly place: string;
  readonly bytes: Uint8Array;
  /** Id of a `RecordFormat`; null lets every format look. */
  readonly format: string | null;
  /** Ids of sources that have more to say about it: they are polled as soon as it is stored. */
  readonly announces?: readonly string[];
  /** Called once the events are committed (a queue message may be deleted now). */
  readonly confirm?: () => Promise<void>;
}

/** One call, one page. `next` is stored in the transaction that stores the deliveries. */
export interface Page {
  readonly deliveries: readonly Delivery[];
  readonly next: Cursor;
  /** True when another page is there already. */
  readonly more: boolean;
  /** Everything up to here has been read, late arrivals excepted. */
  readonly observedThrough: Millis;
  /** Span that can no longer be read (retention); a stated blind spot. */
  readonly gap?: { readonly from: Millis; readonly to: Millis; readonly reason: string };
}

export interface Source {
  /** `aws.cloudtrail-lookup/111122223333/us-east-1` */
  readonly id: string;
  readonly title: string;
  readonly provider: string;
  readonly account: string;
  /** How late a record may still arrive. */
  readonly lag: Millis;
  /** How far back the provider can be asked; null where it has no end. */
  readonly retention: Millis | null;
  /** Default time between polls. */
  readonly every: Millis;
  /** Sources that share a budget share its name; `minInterval` lies between two requests on it. */
  readonly budget: { readonly name: string; readonly minInterval: Millis };
  /** What this source cannot show, as sentences for coverage statements. */
  readonly blindSpots: readonly string[];
  /**
   * Reads one page. No retry, no sleep, no store.
   * @param cursor null at the first poll; then start `backfill` ms back.
   * @throws AppError
   */
  poll(cursor: Cursor | null, request: PollRequest): Promise<Page>;
}

export interface PollRequest {
  readonly now: Millis;
  readonly backfill: Millis;
  /** Addresses of deliveries that are stored already, for sources that list objects. */
  isStored(places: readonly string[]): Promise<ReadonlySet<string>>;
  readonly signal: AbortSignal;
}

/** How one kind of audit record is recognised and read. Pure; runs in worker threads. */
export interface RecordFormat {
  /** `aws.cloudtrail` */
  readonly id: string;
  /** Sigma log source that rules name. */
  readonly logsource: { readonly product: string; readonly service: string };
  /** Field of the raw record that holds the action; rules are dispatched by it. */
  readonly actionField: string;
  /** Expands one parsed JSON value (file, line, envelope) into records; null when it is not ours. */
  unwrap(value: unknown): readonly unknown[] | null;
  normalize(record: unknown): Normalized;
  /** A copy without secrets, fit to be stored. Returns the same object when there are none. */
  sanitize(record: unknown): unknown;
  /** Fields that rules may use beside those of the record, computed when asked for. */
  readonly derived: Readonly<Record<string, (record: unknown) => unknown>>;
}

/** What a text that looks like one of our provider's keys turns out to be. Offline. */
export interface KeyFormat {
  /** `aws.access-key-id` */
  readonly id: string;
  readonly title: string;
  /** `secret` must never be stored; `identifier` is not secret by itself. */
  readonly sensitivity: 'secret' | 'identifier';
  /** Cheap literal prefixes; '' when the format has none. */
  readonly prefixes: readonly string[];
  /** Anchored at neither end; global flag not set. */
  readonly pattern: RegExp;
  /** `genuine` where a checksum or structure says so, `sample` where it contradicts, `unknown` else. */
  check(text: string): 'genuine' | 'sample' | 'unknown';
  /** Identifiers under which logs show this key, without provider prefix. Empty when it cannot be told. */
  identifiers(text: string): readonly string[];
  /** Owner account readable from the text, '' when none. */
  account(text: string): string;
  /** What kind of credential it is, where the form alone tells. */
  readonly kind?: CredentialKind;
  /** `live`/`test` and the like for configuration checks; '' when the format has no modes. */
  readonly mode: string;
}

/** One aspect of a self-test: a mark, a fact, a hint. */
export interface CheckResult {
  readonly aspect: string;
  readonly status: 'ok' | 'warn' | 'fail' | 'blind';
  readonly fact: string;
  /** What to grant or change; '' when all is well. */
  readonly hint: string;
}

/** Somewhere secrets live: read for our own references, write for rotation. */
export interface SecretStore {
  read(target: string): Promise<Secret>;
  /** What `rollback` must know of the state before; journalled with the intention. Holds no secrets. */
  prepare?(target: string): Promise<Readonly<Record<string, string>>>;
  /** Writes as pending, makes it current, returns what undo needs. Repeatable with the same key. */
  deliver(
    target: string,
    secret: Readonly<Record<string, Secret>>,
    idempotencyKey: string,
  ): Promise<Readonly<Record<string, string>>>;
  /**
   * What an earlier `deliver` with this key has done, as its receipt; null when nothing.
   * @param before what `prepare` returned
   */
  reconcile?(
    target: string,
    idempotencyKey: string,
    before: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>> | null>;
  /** For stores that never show a value again: whether what stands there is what `deliver` put there. */
  confirm?(target: string, receipt: Readonly<Record<string, string>>): Promise<Verification>;
  /** Puts the version before back. Safe to repeat. @param receipt what `prepare` and `deliver` returned */
  rollback(target: string, receipt: Readonly<Record<string, string>>): Promise<void>;
}

/** What a connector gets from outside. Never the store. */
export interface ConnectorContext {
  readonly clock: Clock;
  /** Static messages; data in fields. */
  readonly log: (level: 'debug' | 'info' | 'warn', message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Resolves a secret reference (`env:NAME`, `file:PATH`, ...). @throws AppError kind `config` */
  readonly secret: (reference: string) => Promise<Secret>;
  /** Value of an environment variable that holds no secret. */
  readonly env: (name: string) => string | undefined;
  readonly signal: AbortSignal;
}

/** Opened for reading: what `poll`, `keys` and `doctor` use. A dry run has nothing else. */
export interface ConnectorReader {
  /** As of the last `rediscover`; a source that stays is the same object. */
  readonly sources: readonly Source[];
  /** Looks for what was not there at the start: accounts, regions. Cheap when asked often. @throws AppError: then the list stays */
  rediscover?(): Promise<void>;
  /** Pages of the provider's own list of credentials. */
  inventory?(): AsyncIterable<readonly InventoryItem[]>;
  /** Identities (aliases, actor ids) that are ours: refused as targets, expected in the log. */
  identities(): Promise<{ readonly aliases: readonly string[]; readonly actors: readonly string[] }>;
  check(): Promise<readonly CheckResult[]>;
  close(): Promise<void>;
}

/** Opened for acting, with credentials of its own. Only an approved run gets one. */
export interface ConnectorActor {
  readonly performers: Readonly<Record<string, ActionPerformer>>;
  readonly secretStore?: SecretStore;
  close(): Promise<void>;
}

export interface RunIdentity {
  /** Goes into session names and descriptions, so that our own calls are recognised. */
  readonly runId: string;
}

/** Headers of a request, names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>;

/** What is known of a delivery beside what was sent. */
export interface Arrival {
  readonly received: Millis;
  /** Parsed by `config` of the connector. */
  readonly config: unknown;
  /** Which of `secrets` its signature was made with: tells accounts apart that have a secret each. */
  readonly signedWith: SecretRef;
}

/** How a provider's own deliveries are told from forged ones and read. Pure. */
export interface WebhookDeclaration {
  /** Where deliveries are posted to: `/hooks/acme`. */
  readonly path: string;
  /** Longest body that is read, in bytes; without it what the receiver takes at most. */
  readonly mostBytes?: number;
  /** Secrets that deliveries may be signed with, from the parsed configuration; none means that none are taken. */
  secrets(config: unknown): readonly SecretRef[];
  /**
   * Looks at the signature over the bytes as they came, in constant time.
   * @param received for signatures that say when they were made: old ones are somebody's copy
   */
  verify(headers: RequestHeaders, body: Uint8Array, secret: Secret, received: Millis): boolean;
  /**
   * The delivery for the store, or why it is of no use. Called only after `verify`. Its place names it: the provider's
   * own repeats have the same one and are dropped, whenever they come.
   */
  delivery(headers: RequestHeaders, body: Uint8Array, arrival: Arrival): Delivery | { readonly skip: string };
}

/** The part of a connector that reads records. Pure, so that threads can do it. */
export interface Decoding {
  readonly id: string;
  readonly formats: readonly RecordFormat[];
  readonly keys: readonly KeyFormat[];
}

/** The code for one provider, as a constant value. */
export interface Connector extends Decoding {
  readonly title: string;
  /** Schema of one entry of `connectors.<id>` in the configuration; unknown keys rejected. */
  readonly config: ZodType;
  readonly actions: readonly ActionDeclaration[];
  /**
   * Why an action of ours is of no use under this configuration (`needs connectors.acme.respond`), '' where it is of use.
   * Plans leave such actions out and say so, as does `doctor`; null where there is nothing to say, because another action
   * stands for it here. Without it, all are of use.
   * @param config parsed by `config`
   */
  unavailable?(config: unknown, action: string): string | null;
  /** @param config parsed by `config` */
  open?(config: unknown, context: ConnectorContext): Promise<ConnectorReader>;
  arm?(config: unknown, context: ConnectorContext, run: RunIdentity): Promise<ConnectorActor>;
  /** Checks the provider's own seals over its audit trail. A broken seal is a result, not an error. @throws AppError */
  verify?(config: unknown, context: ConnectorContext, range: VerifyRange): Promise<VerifyReport>;
  /** For the receiver, where the provider can tell us by itself. */
  readonly webhook?: WebhookDeclaration;
  /** For `init` and the permission docs. */
  readonly setup?: ConnectorSetup;
}
