import type { DetectionCommit, DetectionStore } from '../../core/ports.ts';
import { enqueue } from './alert-store.ts';
import type { Connection } from './connection.ts';
import { saveExposure } from './credentials/exposures.ts';
import { saveEdge } from './credentials/lineage.ts';
import { saveCredential } from './credentials/save-credential.ts';
import { saveFinding } from './incidents/findings.ts';
import { mergeIncident, saveIncident } from './incidents/save-incident.ts';

export function createDetectionStore(db: Connection): DetectionStore {
  return {
    load: async () => db.read('load the memory of detection', () => load(db)),
    commit: async (change) => db.write('save what detection found', () => commit(db, change)),
  };
}

function load(db: Connection): { readonly position: number; readonly snapshot: Uint8Array | null } {
  const row = db
    .sql<{ position: number; snapshot: Uint8Array | null }>('SELECT position, snapshot FROM detection WHERE id = 1')
    .get();
  return row ?? { position: 0, snapshot: null };
}

function commit(db: Connection, change: DetectionCommit): void {
  for (const credential of change.credentials) saveCredential(db, credential);
  for (const edge of change.edges) saveEdge(db, edge);
  for (const exposure of change.exposures) saveExposure(db, exposure);
  for (const finding of change.findings) saveFinding(db, finding);
  for (const incident of change.incidents) saveIncident(db, incident);
  for (const { from, into } of change.merged) mergeIncident(db, from, into);
  enqueue(db, change.alerts);
  // The snapshot stays the one of its position when none comes along.
  db.sql(
    `INSERT INTO detection (id, position, snapshot) VALUES (1, ?, ?)
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, snapshot = coalesce(excluded.snapshot, snapshot)`,
  ).run(change.position, change.snapshot);
}
