import { SEVERITIES } from '../../../core/event.ts';
import type { Incident } from '../../../core/incident.ts';
import type { IncidentFilter } from '../../../core/ports.ts';
import type { Connection } from '../connection.ts';
import { aliasesOf } from '../credentials/aliases.ts';
import { type IncidentRow, toIncident } from './incident-rows.ts';
import { mentions } from './mentions.ts';

/** Newest evidence first. `severity` means that and worse; `from` and `to` cut the span of its events. */
export function listIncidents(db: Connection, filter: IncidentFilter): readonly Incident[] {
  const { sql, values } = where(db, filter);
  const fits = mentions(filter);
  return db
    .sql<IncidentRow>(`SELECT * FROM incident WHERE ${sql} ORDER BY last_event DESC, id`)
    .all(...values)
    .map((row) => toIncident(db, row))
    .filter(fits);
}

interface Where {
  readonly sql: string;
  readonly values: readonly unknown[];
}

function where(db: Connection, filter: IncidentFilter): Where {
  const conditions = ['merged_into IS NULL'];
  const values: unknown[] = [];
  const need = (condition: string, value: unknown): void => {
    conditions.push(condition);
    values.push(value);
  };
  if (filter.status !== undefined) need('status = ?', filter.status);
  if (filter.open !== undefined) need("(status <> 'closed') = ?", filter.open ? 1 : 0);
  if (filter.historical !== undefined) need('historical = ?', filter.historical ? 1 : 0);
  if (filter.severity !== undefined) need('severity >= ?', SEVERITIES.indexOf(filter.severity));
  if (filter.provider !== undefined) need('provider = ?', filter.provider);
  if (filter.account !== undefined) need('account = ?', filter.account);
  if (filter.from !== undefined) need('last_event >= ?', filter.from);
  if (filter.to !== undefined) need('first_event < ?', filter.to);
  if (filter.credential !== undefined) {
    need(
      'id IN (SELECT incident FROM incident_credential WHERE alias IN (SELECT value FROM json_each(?)))',
      JSON.stringify(aliasesOf(db, filter.credential)),
    );
  }
  return { sql: conditions.join(' AND '), values };
}
