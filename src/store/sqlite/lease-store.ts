import type { LeaseStore } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import type { Connection } from './connection.ts';

interface LeaseRow {
  readonly holder: string;
  readonly token: number;
  readonly expires: Millis;
}

export function createLeaseStore(db: Connection): LeaseStore {
  return {
    acquire: async (name, holder, ttl, now) =>
      db.write('take the lease', () => acquire(db, name, holder, now + ttl, now)),
    release: async (name, holder) => db.write('release the lease', () => release(db, name, holder)),
    holder: async (name, now) =>
      db.read('read the lease', () => {
        const row = db.sql<LeaseRow>('SELECT holder, token, expires FROM lease WHERE name = ?').get(name);
        return row !== undefined && row.expires > now ? row.holder : null;
      }),
  };
}

/** The token stays the same while its holder renews in time, and grows with every other change of hands. */
function acquire(db: Connection, name: string, holder: string, expires: Millis, now: Millis): number | null {
  const held = db.sql<LeaseRow>('SELECT holder, token, expires FROM lease WHERE name = ?').get(name);
  const isHeld = held !== undefined && held.expires > now;
  if (isHeld && held.holder !== holder) return null;
  const token = isHeld ? held.token : (held?.token ?? 0) + 1;
  db.sql(
    `INSERT INTO lease (name, holder, token, expires) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET (holder, token, expires) = (excluded.holder, excluded.token, excluded.expires)`,
  ).run(name, holder, token, expires);
  return token;
}

/** The row stays, so that the next token is larger than all before. */
function release(db: Connection, name: string, holder: string): void {
  db.sql('UPDATE lease SET expires = 0 WHERE name = ? AND holder = ?').run(name, holder);
}
