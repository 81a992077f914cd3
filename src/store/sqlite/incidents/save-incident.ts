import { SEVERITIES } from '../../../core/event.ts';
import type { Incident } from '../../../core/incident.ts';
import type { IncidentMerge } from '../../../core/ports.ts';
import type { Connection } from '../connection.ts';
import { saveFinding } from './findings.ts';
import { bodyOf, saveNote } from './incident-rows.ts';

/** Upserts what detection knows of an incident; what people wrote on it stays. Inside a transaction. */
export function saveIncident(db: Connection, incident: Incident): void {
  const isNew = db.sql('SELECT 1 FROM incident WHERE id = ?').get(incident.id) === undefined;
  db.sql(
    `INSERT INTO incident (id, provider, account, historical, severity, score, first_event, last_event, updated_at, body, status, owner, verdict)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       (provider, account, historical, severity, score, first_event, last_event, updated_at, body) =
       (excluded.provider, excluded.account, excluded.historical, excluded.severity, excluded.score,
        excluded.first_event, excluded.last_event, max(updated_at, excluded.updated_at), excluded.body)`,
  ).run(
    incident.id,
    incident.provider,
    incident.account,
    incident.historical ? 1 : 0,
    SEVERITIES.indexOf(incident.severity),
    incident.score,
    incident.firstEvent,
    incident.lastEvent,
    incident.updatedAt,
    JSON.stringify(bodyOf(incident)),
    incident.status,
    incident.owner,
    incident.verdict,
  );
  if (isNew) for (const note of incident.notes) saveNote(db, incident.id, note);
  for (const finding of incident.findings) {
    saveFinding(db, finding);
    db.sql('INSERT INTO incident_finding (incident, finding) VALUES (?, ?) ON CONFLICT DO NOTHING').run(
      incident.id,
      finding.id,
    );
  }
  for (const alias of incident.credentials) {
    db.sql('INSERT INTO incident_credential (incident, alias) VALUES (?, ?) ON CONFLICT DO NOTHING').run(
      incident.id,
      alias,
    );
  }
}

/**
 * The old id resolves to the new incident from now on, and what people wrote on the old one
 * is found on the new one. Inside a transaction.
 */
export function mergeIncident(db: Connection, { from, into, note, without = [] }: IncidentMerge): void {
  const target = resolveMerged(db, into);
  if (target === from) return;
  const merged = db.sql('UPDATE incident SET merged_into = ? WHERE id = ? AND merged_into IS NULL').run(target, from);
  // A replay finds it done.
  if (merged.changes === 0) return;
  db.sql(
    `UPDATE incident SET status = 'acknowledged'
     WHERE id = ? AND status = 'open' AND (SELECT status FROM incident WHERE id = ?) = 'acknowledged'`,
  ).run(target, from);
  db.sql("UPDATE incident SET status = 'closed' WHERE id = ?").run(from);
  db.sql('UPDATE incident SET merged_into = ? WHERE merged_into = ?').run(target, from);
  db.sql('UPDATE incident_note SET incident = ? WHERE incident = ?').run(target, from);
  db.sql(
    `INSERT INTO incident_finding SELECT ?, finding FROM incident_finding
     WHERE incident = ? AND finding NOT IN (SELECT value FROM json_each(?)) ON CONFLICT DO NOTHING`,
  ).run(target, from, JSON.stringify(without));
  if (note !== undefined) saveNote(db, target, note);
  db.sql(
    'INSERT INTO incident_credential SELECT ?, alias FROM incident_credential WHERE incident = ? ON CONFLICT DO NOTHING',
  ).run(target, from);
  for (const column of ['owner', 'verdict']) {
    db.sql(
      `UPDATE incident SET ${column} = (SELECT ${column} FROM incident WHERE id = ?) WHERE id = ? AND ${column} = ''`,
    ).run(from, target);
  }
}

/** The incident that an id stands for today. Chains are kept one step long. */
export function resolveMerged(db: Connection, id: string): string {
  const row = db.sql<{ merged_into: string | null }>('SELECT merged_into FROM incident WHERE id = ?').get(id);
  return row?.merged_into ?? id;
}
