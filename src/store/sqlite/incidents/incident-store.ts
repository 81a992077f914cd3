import { AppError } from '../../../core/errors.ts';
import type { Incident } from '../../../core/incident.ts';
import type { IncidentStore } from '../../../core/ports.ts';
import type { Connection } from '../connection.ts';
import { detectorUse, listFindings } from './findings.ts';
import { type IncidentRow, saveNote, toIncident } from './incident-rows.ts';
import { listIncidents } from './list-incidents.ts';
import { resolveMerged } from './save-incident.ts';

type Change = Parameters<IncidentStore['update']>[1];

export function createIncidentStore(db: Connection): IncidentStore {
  return {
    list: async (filter) => db.read('list the incidents', () => listIncidents(db, filter)),
    get: async (id) => db.read('look up an incident', () => getIncident(db, id)),
    update: async (id, change) => db.write('change an incident', () => updateIncident(db, id, change)),
    findings: async (filter) => db.read('read the findings', () => listFindings(db, filter)),
    detectorUse: async () => db.read('count the findings', () => detectorUse(db)),
  };
}

function getIncident(db: Connection, text: string): Incident | null {
  const id = fullId(db, text);
  if (id === null) return null;
  const row = db.sql<IncidentRow>('SELECT * FROM incident WHERE id = ?').get(id);
  return row === undefined ? null : toIncident(db, row);
}

/** The one incident that an id or the beginning of one stands for. @throws AppError when there are several */
function fullId(db: Connection, text: string): string | null {
  const exact = db.sql<{ id: string }>('SELECT id FROM incident WHERE id = ?').get(text);
  if (exact !== undefined) return resolveMerged(db, exact.id);
  if (text === '') return null;
  const rows = db
    .sql<{ id: string }>('SELECT id FROM incident WHERE substr(id, 1, length(?)) = ? ORDER BY id')
    .all(text, text);
  const found = [...new Set(rows.map(({ id }) => resolveMerged(db, id)))];
  if (found.length <= 1) return found[0] ?? null;
  throw new AppError(`'${text}' could be any of ${found.length} incidents: ${found.slice(0, 5).join(', ')}.`, {
    code: 'INCIDENT_AMBIGUOUS',
    kind: 'bad-input',
    hint: 'Write more of the id.',
  });
}

function updateIncident(db: Connection, text: string, change: Change): Incident {
  const id = fullId(db, text);
  if (id === null) {
    throw new AppError(`There is no incident '${text}'.`, {
      code: 'INCIDENT_UNKNOWN',
      kind: 'not-found',
      hint: 'List them with `keywatch incidents`.',
    });
  }
  for (const column of ['status', 'owner', 'verdict'] as const) {
    if (change[column] !== undefined) db.sql(`UPDATE incident SET ${column} = ? WHERE id = ?`).run(change[column], id);
  }
  db.sql('UPDATE incident SET updated_at = max(updated_at, ?) WHERE id = ?').run(change.at, id);
  if (change.note !== undefined) saveNote(db, id, change.note);
  const row = db.sql<IncidentRow>('SELECT * FROM incident WHERE id = ?').get(id);
  if (row === undefined) throw new RangeError(`incident ${id} does not exist`);
  return toIncident(db, row);
}
