import { AppError } from '../../core/errors.ts';
import type { JournalEntry, Plan, Run, RunState, StepState } from '../../core/playbook.ts';
import type { JournalStore } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import type { Connection } from './connection.ts';

interface RunRow {
  readonly id: string;
  readonly state: RunState;
  readonly started_at: Millis;
  readonly approved_by: string;
  readonly plan: string;
}

interface EntryRow {
  readonly run: string;
  readonly sequence: number;
  readonly at: Millis;
  readonly step: string;
  readonly state: StepState;
  readonly idempotency_key: string;
  readonly fields: string;
}

/** @param db a connection of its own with `synchronous=FULL` */
export function createJournalStore(db: Connection): JournalStore {
  return {
    createRun: async (run) => db.write('start a run', () => createRun(db, run)),
    append: async (entry) => db.write('write the journal', () => append(db, entry)),
    setState: async (run, state, at) => db.write('change a run', () => setState(db, run, state, at)),
    run: async (id) => db.read('read a run', () => readRun(db, id)),
    runs: async (filter) => db.read('list the runs', () => listRuns(db, filter)),
    entries: async (run) => db.read('read the journal', () => readEntries(db, run)),
  };
}

function createRun(db: Connection, run: Run): void {
  db.sql(
    `INSERT INTO run (id, incident, state, started_at, changed_at, approved_by, plan) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  ).run(run.id, run.plan.incident, run.state, run.startedAt, run.startedAt, run.approvedBy, JSON.stringify(run.plan));
}

function append(db: Connection, entry: Omit<JournalEntry, 'sequence'>): JournalEntry {
  requireRun(db, entry.run);
  const last = db
    .sql<{ last: number }>('SELECT coalesce(max(sequence), 0) AS last FROM journal WHERE run = ?')
    .get(entry.run);
  const sequence = (last?.last ?? 0) + 1;
  db.sql(
    'INSERT INTO journal (run, sequence, at, step, state, idempotency_key, fields) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(entry.run, sequence, entry.at, entry.step, entry.state, entry.idempotencyKey, JSON.stringify(entry.fields));
  return { ...entry, sequence };
}

function setState(db: Connection, run: string, state: RunState, at: Millis): void {
  requireRun(db, run);
  db.sql('UPDATE run SET state = ?, changed_at = ? WHERE id = ?').run(state, at, run);
}

function requireRun(db: Connection, id: string): void {
  if (db.sql('SELECT 1 FROM run WHERE id = ?').get(id) !== undefined) return;
  throw new AppError(`There is no run '${id}'.`, {
    code: 'RUN_UNKNOWN',
    kind: 'not-found',
    hint: 'Create the run before its first entry.',
  });
}

const COLUMNS = 'id, state, started_at, approved_by, plan';

function readRun(db: Connection, id: string): Run | null {
  const row = db.sql<RunRow>(`SELECT ${COLUMNS} FROM run WHERE id = ?`).get(id);
  return row === undefined ? null : toRun(row);
}

/** Oldest first; those of an incident include what was begun while it was known by another id. */
function listRuns(db: Connection, filter: { readonly incident?: string; readonly state?: RunState }): readonly Run[] {
  return db
    .sql<RunRow>(
      `SELECT ${COLUMNS} FROM run WHERE (incident = coalesce(?, incident) OR incident IN (SELECT id FROM incident WHERE merged_into = ?))
       AND state = coalesce(?, state) ORDER BY started_at, id`,
    )
    .all(filter.incident ?? null, filter.incident ?? null, filter.state ?? null)
    .map(toRun);
}

function readEntries(db: Connection, run: string): readonly JournalEntry[] {
  return db
    .sql<EntryRow>('SELECT * FROM journal WHERE run = ? ORDER BY sequence')
    .all(run)
    .map((row) => ({
      run: row.run,
      sequence: row.sequence,
      at: row.at,
      step: row.step,
      state: row.state,
      idempotencyKey: row.idempotency_key,
      fields: JSON.parse(row.fields) as Readonly<Record<string, string>>,
    }));
}

function toRun(row: RunRow): Run {
  return {
    id: row.id,
    plan: JSON.parse(row.plan) as Plan,
    state: row.state,
    startedAt: row.started_at,
    approvedBy: row.approved_by,
  };
}
