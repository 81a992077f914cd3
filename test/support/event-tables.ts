import { connect } from '../../src/store/sqlite/connect.ts';
import {
  EVENT_DEFAULTS,
  type EventOptions,
  type EventTables,
  openEventTables,
} from '../../src/store/sqlite/events/event-tables.ts';
import { loadMigrations, migrate } from '../../src/store/sqlite/migrate.ts';
import { createWantedSets } from '../../src/store/sqlite/search/wanted.ts';

export const MIGRATIONS_FOLDER: URL = new URL('../../src/store/sqlite/migrations/', import.meta.url);

/** The event tables without the store around them, for tests that look inside. Close `db` afterwards. */
export function openTables(path = ':memory:', options: Partial<EventOptions> = {}): EventTables {
  const db = connect(path, { readOnly: false, synchronous: 'NORMAL' });
  migrate(db, loadMigrations(MIGRATIONS_FOLDER));
  createWantedSets(db);
  return openEventTables(db, { ...EVENT_DEFAULTS, ...options });
}
