import type { ScheduleStore } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import type { Connection } from './connection.ts';

export function createScheduleStore(db: Connection): ScheduleStore {
  return {
    lastRun: async (job) =>
      db.read(
        'read the schedule',
        () => db.sql<{ last_run: Millis }>('SELECT last_run FROM schedule WHERE job = ?').get(job)?.last_run ?? null,
      ),
    setLastRun: async (job, at) =>
      db.write('save the schedule', () => {
        db.sql(
          'INSERT INTO schedule (job, last_run) VALUES (?, ?) ON CONFLICT (job) DO UPDATE SET last_run = excluded.last_run',
        ).run(job, at);
      }),
  };
}
