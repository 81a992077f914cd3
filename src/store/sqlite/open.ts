import type { Store } from '../../core/ports.ts';
import { createAlertStore } from './alert-store.ts';
import { backup } from './backup.ts';
import { checkStore } from './check.ts';
import { connect, MEMORY } from './connect.ts';
import type { Connection } from './connection.ts';
import { createCredentialStore } from './credentials/credential-store.ts';
import { createDetectionStore } from './detection-store.ts';
import { createEventStore } from './events/event-store.ts';
import { EVENT_DEFAULTS, type EventOptions, openEventTables } from './events/event-tables.ts';
import { createIncidentStore } from './incidents/incident-store.ts';
import { createJournalStore } from './journal-store.ts';
import { createLeaseStore } from './lease-store.ts';
import { loadMigrations, migrate, requireCurrent, schemaVersion } from './migrate.ts';
import { dropBefore } from './retention.ts';
import { sealAll } from './rollup/seal.ts';
import { createScheduleStore } from './schedule-store.ts';
import { createWantedSets } from './search/wanted.ts';
import { createSettings } from './settings.ts';

export interface SqliteOptions {
  /** For loading much at once: indexes and rollups wait until `seal`. */
  readonly bulk?: boolean;
  readonly readOnly?: boolean;
  /** Keeps the sanitized records beside the events. */
  readonly keepRaw?: boolean;
}

/**
 * Opens the database, makes or updates its schema, and finishes what a crash left undone.
 * @param path a file, or `:memory:`
 * @throws AppError kind `storage`: locked, corrupt, read-only, written by a newer program, no such folder
 */
export async function openSqliteStore(path: string, options: SqliteOptions = {}): Promise<Store> {
  const readOnly = options.readOnly === true;
  const main = connect(path, { readOnly, synchronous: 'NORMAL' });
  try {
    const migrations = loadMigrations(new URL('./migrations/', import.meta.url));
    if (readOnly) requireCurrent(main, migrations);
    else migrate(main, migrations);
    createWantedSets(main);
    const bulk = options.bulk === true;
    if (bulk) prepareBulk(main);
    if (!readOnly && !bulk) sealAll(main);
    // A database in memory belongs to its connection, so there the journal shares it.
    const journal = path === MEMORY ? main : connect(path, { readOnly, synchronous: 'FULL' });
    return assemble(main, journal, { ...EVENT_DEFAULTS, bulk, keepRaw: options.keepRaw === true });
  } catch (error) {
    main.close();
    throw error;
  }
}

/** Loading writes each day once: it needs a small cache, and a page that will change again soon need not go home yet. */
function prepareBulk(main: Connection): void {
  main.database.pragma(`wal_autocheckpoint = ${(64 * 1024 * 1024) / 4096}`);
  main.database.pragma(`cache_size = -${16 * 1024}`);
}

function assemble(main: Connection, journal: Connection, options: EventOptions): Store {
  return {
    events: createEventStore(openEventTables(main, options)),
    detection: createDetectionStore(main),
    incidents: createIncidentStore(main),
    credentials: createCredentialStore(main),
    alerts: createAlertStore(main),
    journal: createJournalStore(journal),
    leases: createLeaseStore(main),
    schedules: createScheduleStore(main),
    settings: createSettings(main),
    schemaVersion: main.read('read the schema version', () => schemaVersion(main)),
    backup: (path) => backup(main, path),
    check: async () => main.read('check itself', () => checkStore(main)),
    dropBefore: async (time) => main.read('drop old events', () => dropBefore(main, time)),
    close: async () => {
      if (journal !== main) journal.close();
      main.close();
    },
  };
}
