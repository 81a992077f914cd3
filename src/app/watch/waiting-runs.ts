import type { Run } from '../../core/playbook.ts';
import type { JournalStore } from '../../core/ports.ts';
import { isoTime, type Millis } from '../../core/time.ts';
import { foldJournal } from '../../respond/records.ts';
import { todoOf, wakeAtOf } from '../../respond/run-state.ts';
import type { Log } from '../setup/connector-context.ts';

/** Says, once each, which runs stand still and what lets them go on. */
export interface WaitingRuns {
  tell(now: Millis): Promise<void>;
}

/** The daemon cannot go on with a run: it has nothing to act with. So it tells who can. */
export function createWaitingRuns(journal: Pick<JournalStore, 'runs' | 'entries'>, log: Log): WaitingRuns {
  const told = new Set<string>();
  const tellOnce = (run: Run, wait: string, message: string, fields: Readonly<Record<string, string>>): void => {
    const key = `${run.id} ${wait}`;
    if (told.has(key)) return;
    told.add(key);
    const next = `keywatch respond resume ${run.id}`;
    log('warn', message, { run: run.id, incident: run.plan.incident, ...fields, next });
  };
  return {
    async tell(now) {
      for (const run of [...(await journal.runs({ state: 'waiting' })), ...(await journal.runs({ state: 'stuck' }))]) {
        const steps = foldJournal(run, await journal.entries(run.id));
        const todo = todoOf(steps).join(' ');
        const wakeAt = wakeAtOf(steps);
        if (todo !== '') tellOnce(run, todo, 'A run waits for a person', { todo });
        if (wakeAt !== null && wakeAt <= now) {
          const wait = String(wakeAt);
          tellOnce(run, wait, 'A run has waited long enough and can be resumed', { since: isoTime(wakeAt) });
        }
      }
    },
  };
}
