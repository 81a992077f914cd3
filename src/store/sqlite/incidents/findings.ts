import { SEVERITY_POINTS } from '../../../core/detector.ts';
import { SEVERITIES } from '../../../core/event.ts';
import type { Finding } from '../../../core/finding.ts';
import type { DetectorUse } from '../../../core/ports.ts';
import type { Connection } from '../connection.ts';
import { aliasesOf } from '../credentials/aliases.ts';

/** Idempotent by id; the newest word counts. Inside a transaction. */
export function saveFinding(db: Connection, finding: Finding): void {
  db.sql(
    `INSERT INTO finding (id, severity, subject_kind, subject_id, at, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET (severity, subject_kind, subject_id, at, body) =
       (excluded.severity, excluded.subject_kind, excluded.subject_id, excluded.at, excluded.body)
     WHERE excluded.body <> body`,
  ).run(finding.id, finding.severity, finding.subject.kind, finding.subject.id, finding.at, JSON.stringify(finding));
}

/** Oldest first. @param filter `below`: only those of a severity worth fewer points */
export function listFindings(
  db: Connection,
  filter: { readonly credential?: string; readonly below?: number },
): readonly Finding[] {
  const conditions = ['1'];
  const values: string[] = [];
  if (filter.credential !== undefined) {
    conditions.push("subject_kind = 'credential' AND subject_id IN (SELECT value FROM json_each(?))");
    values.push(JSON.stringify(aliasesOf(db, filter.credential)));
  }
  const { below } = filter;
  if (below !== undefined) {
    conditions.push('severity IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(SEVERITIES.filter((severity) => SEVERITY_POINTS[severity] < below)));
  }
  return parse(
    db
      .sql<{ body: string }>(`SELECT body FROM finding WHERE ${conditions.join(' AND ')} ORDER BY at, id`)
      .all(...values),
  );
}

/** In the order of their names. */
export function detectorUse(db: Connection): readonly DetectorUse[] {
  return db
    .sql<DetectorUse>(
      `SELECT body ->> '$.detector' AS detector, count(*) AS times, max(at) AS last FROM finding GROUP BY detector ORDER BY detector`,
    )
    .all();
}

export function findingsOf(db: Connection, incident: string): readonly Finding[] {
  return parse(
    db
      .sql<{ body: string }>(
        'SELECT body FROM incident_finding JOIN finding ON finding.id = finding WHERE incident = ? ORDER BY at, finding.id',
      )
      .all(incident),
  );
}

function parse(rows: readonly { readonly body: string }[]): readonly Finding[] {
  return rows.map(({ body }) => JSON.parse(body) as Finding);
}
