import type { Store } from '../../core/ports.ts';
import type { Connection } from './connection.ts';

export function createSettings(db: Connection): Store['settings'] {
  return {
    get: async (key) =>
      db.read(
        'read a setting',
        () => db.sql<{ value: string }>('SELECT value FROM setting WHERE key = ?').get(key)?.value ?? null,
      ),
    set: async (key, value) =>
      db.write('save a setting', () => {
        db.sql(
          'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        ).run(key, value);
      }),
  };
}
