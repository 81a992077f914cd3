import type { AlertStore, DeliveryOutcome, DeliveryRecord, OutboxEntry } from '../../core/ports.ts';
import type { AlertReason } from '../../core/sink.ts';
import type { Millis } from '../../core/time.ts';
import type { Connection } from './connection.ts';
import { resolveMerged } from './incidents/save-incident.ts';

type Pending = Awaited<ReturnType<AlertStore['pending']>>[number];

interface EntryRow {
  readonly id: string;
  readonly incident: string;
  readonly reason: AlertReason;
  readonly at: Millis;
}

interface DeliveryRow {
  readonly entry: string;
  readonly sink: string;
  readonly attempt: number;
  readonly at: Millis;
  readonly result: DeliveryOutcome;
  readonly detail: string;
  readonly next_at: Millis | null;
}

const COLUMNS = 'entry, sink, attempt, delivery.at, result, detail, next_at';
/** An incident's own entries and those of the incidents that were merged into it. */
const OF_INCIDENT =
  'FROM delivery JOIN outbox ON outbox.id = entry WHERE (incident = ? OR incident IN (SELECT id FROM incident WHERE merged_into = ?))';

export function createAlertStore(db: Connection): AlertStore {
  return {
    pending: async (sinks, now) => db.read('read the outbox', () => pending(db, sinks, now)),
    record: async (delivery) => db.write('record a delivery', () => record(db, delivery)),
    lastSent: async (incident, sink) => db.read('read the deliveries', () => lastSent(db, incident, sink)),
    history: async (incident) => db.read('read the deliveries', () => history(db, incident)),
    enqueue: async (entries) => db.write('write to the outbox', () => enqueue(db, entries)),
  };
}

/** Idempotent by id. Inside a transaction. */
export function enqueue(db: Connection, entries: readonly OutboxEntry[]): void {
  const add = db.sql('INSERT INTO outbox (id, incident, reason, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  for (const { id, incident, reason, at } of entries) add.run(id, incident, reason, at);
}

function record(db: Connection, delivery: DeliveryRecord): void {
  db.sql('INSERT INTO delivery (entry, sink, attempt, at, result, detail, next_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    delivery.entry,
    delivery.sink,
    delivery.attempt,
    delivery.at,
    delivery.result,
    delivery.detail,
    delivery.nextAt,
  );
}

/** Oldest entry first; those whose next attempt is not due yet are left out. */
function pending(db: Connection, sinks: readonly string[], now: Millis): readonly Pending[] {
  const open = db.sql<EntryRow>(
    `SELECT id, incident, reason, at FROM outbox WHERE NOT EXISTS (
       SELECT 1 FROM delivery WHERE entry = outbox.id AND sink = ? AND result IN ('sent', 'rejected', 'suppressed')
     ) ORDER BY at, id`,
  );
  return sinks
    .flatMap((sink) => open.all(sink).flatMap((entry) => attemptsOf(db, entry, sink, now)))
    .toSorted((a, b) => a.entry.at - b.entry.at || (a.entry.id < b.entry.id ? -1 : a.entry.id > b.entry.id ? 1 : 0));
}

function attemptsOf(db: Connection, entry: EntryRow, sink: string, now: Millis): readonly Pending[] {
  const rows = db
    .sql<DeliveryRow>(`SELECT ${COLUMNS} FROM delivery WHERE entry = ? AND sink = ? ORDER BY id`)
    .all(entry.id, sink);
  const last = rows.at(-1);
  if (last !== undefined && last.next_at !== null && last.next_at > now) return [];
  const attempts = rows.filter(({ result }) => result === 'attempting').length;
  // Nothing after the attempt: we stopped in the middle of it and cannot know whether it arrived.
  return [{ entry, sink, attempts, unfinished: last?.result === 'attempting' }];
}

function lastSent(db: Connection, incident: string, sink: string): DeliveryRecord | null {
  const id = resolveMerged(db, incident);
  const row = db
    .sql<DeliveryRow>(
      `SELECT ${COLUMNS} ${OF_INCIDENT} AND sink = ? AND result = 'sent' ORDER BY delivery.id DESC LIMIT 1`,
    )
    .get(id, id, sink);
  return row === undefined ? null : toRecord(row);
}

function history(db: Connection, incident: string): readonly DeliveryRecord[] {
  const id = resolveMerged(db, incident);
  return db.sql<DeliveryRow>(`SELECT ${COLUMNS} ${OF_INCIDENT} ORDER BY delivery.id`).all(id, id).map(toRecord);
}

function toRecord({ next_at, ...row }: DeliveryRow): DeliveryRecord {
  return { ...row, nextAt: next_at };
}
