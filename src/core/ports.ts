import type { CommittedBatch, EventBatch } from './batch.ts';
import type { Cursor } from './connector.ts';
import type { Credential, InventoryItem, LineageEdge } from './credential.ts';
import type { Outcome, Severity } from './event.ts';
import type { Exposure } from './exposure.ts';
import type { Finding } from './finding.ts';
import type { Incident, IncidentNote, IncidentStatus } from './incident.ts';
import type { JournalEntry, Run, RunState } from './playbook.ts';
import type { AlertReason } from './sink.ts';
import type { Millis } from './time.ts';

/** Cursor of a source, saved in the transaction that stores the page it came with. */
export interface CursorUpdate {
  readonly source: string;
  readonly cursor: Cursor;
  readonly observedThrough: Millis;
}

export interface AppendOptions {
  readonly seenAt: Millis;
  /** Absent for all but the last batch of a page, and for files. */
  readonly cursor?: CursorUpdate;
}

export interface EventQuery {
  readonly from?: Millis;
  /** Exclusive. */
  readonly to?: Millis;
  /** Alias with or without provider; with `lineage`, everything minted from it too. */
  readonly credential?: string;
  readonly lineage?: boolean;
  /** Matches actor or session; `*` allowed. */
  readonly actor?: string;
  /** IP address or CIDR block. */
  readonly address?: string;
  readonly action?: string;
  readonly provider?: string;
  readonly account?: string;
  readonly outcome?: Outcome;
  /** Part of any name: action, actor, target, user agent. */
  readonly text?: string;
}

export interface PageRequest {
  readonly limit: number;
  /** Opaque, from the page before. */
  readonly after?: string;
}

/** One event as search returns it. */
export interface EventRow {
  readonly time: Millis;
  readonly eventId: string;
  readonly provider: string;
  readonly account: string;
  readonly region: string;
  readonly credential: string;
  readonly actorKind: string;
  readonly actor: string;
  readonly session: string;
  readonly service: string;
  readonly action: string;
  readonly verb: string;
  readonly outcome: Outcome;
  readonly errorCode: string;
  readonly target: string;
  readonly address: string;
  readonly agent: string;
  readonly via: string;
  readonly seenAt: Millis;
  /** Where the original record is: place, position in it, SHA-256 of the place's bytes. */
  readonly evidence: {
    readonly place: string;
    readonly position: number;
    readonly sha256: string;
    readonly sequence: number;
  };
}

export interface SearchPage {
  readonly rows: readonly EventRow[];
  readonly next: string | null;
}

/** What events are counted by. */
export type TopBy = 'action' | 'verb' | 'credential' | 'actor' | 'address';

export interface TopRow {
  readonly key: string;
  readonly count: number;
}

/** Totals over everything ever ingested, for summaries and health. */
export interface StoreStats {
  readonly events: number;
  readonly firstEvent: Millis | null;
  readonly lastEvent: Millis | null;
  readonly batches: number;
  readonly unparsed: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly bytes: number;
}

export interface UnparsedRow {
  readonly place: string;
  readonly position: number;
  readonly reason: string;
  readonly excerpt: string;
  readonly seenAt: Millis;
}

export interface EventStore {
  /**
   * Idempotent: rows that are stored already come back as not fresh. What brings nothing new
   * gets no line in the ledger and comes back with the sequence of the newest one.
   */
  append(batch: EventBatch, options: AppendOptions): Promise<CommittedBatch>;
  /** A poll without events: saves the cursor and at most one small row. */
  saveCursor(update: CursorUpdate): Promise<void>;
  cursor(source: string): Promise<CursorUpdate | null>;
  cursors(): Promise<readonly CursorUpdate[]>;
  /** The batch as committed, fresh rows only. @throws AppError when retention has dropped it */
  readBatch(sequence: number): Promise<CommittedBatch>;
  lastSequence(): Promise<number>;
  /** Which of these places are stored completely, whichever source brought them. */
  storedPlaces(places: readonly string[]): Promise<ReadonlySet<string>>;
  search(query: EventQuery, page: PageRequest): Promise<SearchPage>;
  /** @param time when it happened, where that is known: then it is found at once, else every day is read */
  event(eventId: string, time?: Millis): Promise<EventRow | null>;
  /** The sanitized copy, where one is kept. */
  rawRecord(sequence: number, position: number): Promise<string | null>;
  top(by: TopBy, query: EventQuery, limit: number): Promise<readonly TopRow[]>;
  unparsed(limit: number): Promise<readonly UnparsedRow[]>;
  stats(): Promise<StoreStats>;
  /** Ends bulk loading: builds the indexes that were put off. */
  seal(): Promise<void>;
}

/** Two incidents that turned out to be one story. */
export interface IncidentMerge {
  /** Closed by this; its id leads to the other from now on. */
  readonly from: string;
  readonly into: string;
  /** Why, for the history of the one that stays. */
  readonly note?: IncidentNote;
  /** Findings of `from` that say what a finding of `into` says already; they stay behind. */
  readonly without?: readonly string[];
}

/** One turn of detection: what it had taken in, and up to which event time it judged; null for everything. */
export interface DetectionTurn {
  readonly accepted: number;
  readonly watermark: Millis | null;
}

/** What one advance of detection changed; saved in one transaction. */
export interface DetectionCommit {
  /** Ledger sequence up to which everything is contained in this or an earlier commit. */
  readonly position: number;
  /** The detectors' memory at that position, or null to keep the last one. */
  readonly snapshot: Uint8Array | null;
  /** Every turn since that snapshot, so that a restart judges in the same portions: what is known when decides what is found. */
  readonly turns?: readonly DetectionTurn[];
  readonly edges: readonly LineageEdge[];
  readonly credentials: readonly Credential[];
  readonly exposures: readonly Exposure[];
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  readonly merged: readonly IncidentMerge[];
  readonly alerts: readonly OutboxEntry[];
}

export interface DetectionStore {
  load(): Promise<{
    readonly position: number;
    readonly snapshot: Uint8Array | null;
    readonly turns: readonly DetectionTurn[];
  }>;
  /** Idempotent by the ids of findings, incidents and alerts. */
  commit(change: DetectionCommit): Promise<void>;
}

/** What a detector has found so far. */
export interface DetectorUse {
  readonly detector: string;
  readonly times: number;
  /** Event time of the newest finding. */
  readonly last: Millis;
}

export interface IncidentFilter {
  readonly status?: IncidentStatus;
  readonly open?: boolean;
  readonly historical?: boolean;
  readonly severity?: Severity;
  readonly credential?: string;
  readonly actor?: string;
  readonly provider?: string;
  readonly account?: string;
  readonly address?: string;
  readonly action?: string;
  readonly text?: string;
  readonly from?: Millis;
  readonly to?: Millis;
}

export interface IncidentStore {
  list(filter: IncidentFilter): Promise<readonly Incident[]>;
  /** By id or unambiguous prefix; follows merges. */
  get(id: string): Promise<Incident | null>;
  /** Status, owner and verdict belong to people; detection never overwrites them. */
  update(
    id: string,
    change: {
      readonly status?: IncidentStatus;
      readonly owner?: string;
      readonly verdict?: string;
      readonly note?: IncidentNote;
      readonly at: Millis;
    },
  ): Promise<Incident>;
  findings(filter: { readonly credential?: string; readonly below?: number }): Promise<readonly Finding[]>;
  /** How often each detector has found something, and when last. */
  detectorUse(): Promise<readonly DetectorUse[]>;
}

export interface CredentialStore {
  get(alias: string): Promise<Credential | null>;
  list(filter: {
    readonly provider?: string;
    readonly account?: string;
    readonly kind?: string;
  }): Promise<readonly Credential[]>;
  /** Upserts and returns those whose last-used stamp has advanced, with the stamp before. */
  saveInventory(
    items: readonly InventoryItem[],
    provider: string,
    at: Millis,
  ): Promise<readonly { readonly item: InventoryItem; readonly before: Millis | null }[]>;
  /** Ancestors first. */
  ancestors(alias: string): Promise<readonly Credential[]>;
  /** Everything minted from it, directly or not, with the edges. */
  descendants(
    alias: string,
  ): Promise<{ readonly credentials: readonly Credential[]; readonly edges: readonly LineageEdge[] }>;
  saveExposure(exposure: Exposure): Promise<'new' | 'known'>;
  exposures(filter: { readonly credential?: string; readonly fingerprint?: string }): Promise<readonly Exposure[]>;
}

/** A message to be sent, written with the state that caused it. */
export interface OutboxEntry {
  /** Deterministic. */
  readonly id: string;
  readonly incident: string;
  readonly reason: AlertReason;
  readonly at: Millis;
}

/** `sent`, `rejected` and `suppressed` (left out on purpose, `detail` says why) are final. */
export type DeliveryOutcome = 'attempting' | 'sent' | 'retry' | 'rejected' | 'suppressed';

export interface DeliveryRecord {
  readonly entry: string;
  readonly sink: string;
  readonly attempt: number;
  readonly at: Millis;
  readonly result: DeliveryOutcome;
  readonly detail: string;
  readonly nextAt: Millis | null;
}

export interface AlertStore {
  /** Entries that lack a final record for at least one of the sinks. */
  pending(
    sinks: readonly string[],
    now: Millis,
  ): Promise<
    readonly {
      readonly entry: OutboxEntry;
      readonly sink: string;
      readonly attempts: number;
      readonly unfinished: boolean;
    }[]
  >;
  /** `attempting` is written before the call, so that a repeat can say that it may be one. */
  record(delivery: DeliveryRecord): Promise<void>;
  lastSent(incident: string, sink: string): Promise<DeliveryRecord | null>;
  history(incident: string): Promise<readonly DeliveryRecord[]>;
  enqueue(entries: readonly OutboxEntry[]): Promise<void>;
}

/** On its own connection with full durability: it must survive what it is about to cause. */
export interface JournalStore {
  createRun(run: Run): Promise<void>;
  append(entry: Omit<JournalEntry, 'sequence'>): Promise<JournalEntry>;
  setState(run: string, state: RunState, at: Millis): Promise<void>;
  run(id: string): Promise<Run | null>;
  runs(filter: { readonly incident?: string; readonly state?: RunState }): Promise<readonly Run[]>;
  entries(run: string): Promise<readonly JournalEntry[]>;
}

export interface LeaseStore {
  /** A fencing token that grows, or null while somebody else holds it. */
  acquire(name: string, holder: string, ttl: Millis, now: Millis): Promise<number | null>;
  release(name: string, holder: string): Promise<void>;
  /** Who holds it now, or null. */
  holder(name: string, now: Millis): Promise<string | null>;
}

export interface ScheduleStore {
  lastRun(job: string): Promise<Millis | null>;
  setLastRun(job: string, at: Millis): Promise<void>;
}

/** Everything durable, split by who uses it. */
export interface Store {
  readonly events: EventStore;
  readonly detection: DetectionStore;
  readonly incidents: IncidentStore;
  readonly credentials: CredentialStore;
  readonly alerts: AlertStore;
  readonly journal: JournalStore;
  readonly leases: LeaseStore;
  readonly schedules: ScheduleStore;
  /** Small named values: install id, fingerprint key id, blind spots. */
  readonly settings: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void> };
  /** Number of the newest migration that the database has. */
  readonly schemaVersion: number;
  /** Consistent copy while in use. */
  backup(path: string): Promise<void>;
  /** Empty when all is well, else what is wrong. */
  check(): Promise<readonly string[]>;
  /** Drops whole partitions older than the limit; returns how many events went. */
  dropBefore(time: Millis): Promise<number>;
  close(): Promise<void>;
}
