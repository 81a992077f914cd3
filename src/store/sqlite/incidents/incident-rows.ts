import { SEVERITIES } from '../../../core/event.ts';
import type { Incident, IncidentNote, IncidentStatus } from '../../../core/incident.ts';
import type { Connection } from '../connection.ts';
import { findingsOf } from './findings.ts';

export interface IncidentRow {
  readonly id: string;
  readonly provider: string;
  readonly account: string;
  readonly historical: number;
  readonly severity: number;
  readonly score: number;
  readonly first_event: number;
  readonly last_event: number;
  readonly updated_at: number;
  readonly status: IncidentStatus;
  readonly owner: string;
  readonly verdict: string;
  readonly body: string;
}

/** What has no column of its own. */
export type IncidentBody = Pick<Incident, 'subject' | 'title' | 'parts' | 'credentials' | 'exposures' | 'openedAt'>;

export function bodyOf({ subject, title, parts, credentials, exposures, openedAt }: Incident): IncidentBody {
  return { subject, title, parts, credentials, exposures, openedAt };
}

export function toIncident(db: Connection, row: IncidentRow): Incident {
  const body = JSON.parse(row.body) as IncidentBody;
  return {
    id: row.id,
    ...body,
    provider: row.provider,
    account: row.account,
    status: row.status,
    historical: row.historical === 1,
    severity: SEVERITIES[row.severity] ?? 'critical',
    score: row.score,
    findings: findingsOf(db, row.id),
    firstEvent: row.first_event,
    lastEvent: row.last_event,
    updatedAt: row.updated_at,
    owner: row.owner,
    verdict: row.verdict,
    notes: notesOf(db, row.id),
  };
}

export function saveNote(db: Connection, incident: string, note: IncidentNote): void {
  db.sql('INSERT INTO incident_note (incident, at, author, text) VALUES (?, ?, ?, ?)').run(
    incident,
    note.at,
    note.author,
    note.text,
  );
}

function notesOf(db: Connection, incident: string): readonly IncidentNote[] {
  return db
    .sql<IncidentNote>('SELECT at, author, text FROM incident_note WHERE incident = ? ORDER BY at, id')
    .all(incident);
}
