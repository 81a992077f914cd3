import type { DetectionCommit, DetectionStore, DetectionTurn } from '../../core/ports.ts';
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

const TURNS = 'detection.turns';

function load(db: Connection): Awaited<ReturnType<DetectionStore['load']>> {
  const row = db
    .sql<{ position: number; snapshot: Uint8Array | null }>('SELECT position, snapshot FROM detection WHERE id = 1')
    .get();
  const turns = db.sql<{ value: string }>('SELECT value FROM setting WHERE key = ?').get(TURNS)?.value ?? '[]';
  return { ...(row ?? { position: 0, snapshot: null }), turns: JSON.parse(turns) as readonly DetectionTurn[] };
}

function commit(db: Connection, change: DetectionCommit): void {
  for (const credential of change.credentials) saveCredential(db, credential);
  for (const edge of change.edges) saveEdge(db, edge);
  for (const exposure of change.exposures) saveExposure(db, exposure);
  for (const finding of change.findings) saveFinding(db, finding);
  for (const incident of change.incidents) saveIncident(db, incident);
  for (const merge of change.merged) mergeIncident(db, merge);
  enqueue(db, change.alerts);
  // The snapshot stays the one of its position when none comes along.
  db.sql(
    `INSERT INTO detection (id, position, snapshot) VALUES (1, ?, ?)
     ON CONFLICT (id) DO UPDATE SET position = excluded.position, snapshot = coalesce(excluded.snapshot, snapshot)`,
  ).run(change.position, change.snapshot);
  if (change.turns === undefined) return;
  db.sql('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
    TURNS,
    JSON.stringify(change.turns),
  );
}
