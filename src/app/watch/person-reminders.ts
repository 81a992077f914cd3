import type { Run } from '../../core/playbook.ts';
import type { Store } from '../../core/ports.ts';
import type { AlertReason } from '../../core/sink.ts';
import { isoTime, type Millis } from '../../core/time.ts';
import { FIELD, foldJournal, isPassed, type StepRecord } from '../../respond/records.ts';

/** Reminds of what a person has to do, and tells everybody when the deadline has passed. */
export interface PersonReminders {
  tell(now: Millis): Promise<void>;
}

interface Times {
  /** How long a person has from the moment that they said it is done. */
  readonly guidedDeadline: Millis;
  readonly guidedReminder: Millis;
}

interface Due {
  readonly reason: AlertReason;
  /** Which reminder it is: each is told once, however often the daemon is started. */
  readonly which: string;
  readonly text: string;
}

/** They go where the alerts of the incident went, and into its notes, so that the message says what is waited for. */
export function createPersonReminders(
  store: Pick<Store, 'alerts' | 'incidents' | 'journal'>,
  times: Times,
): PersonReminders {
  const tell = async (run: Run, record: StepRecord, { reason, text, which }: Due, now: Millis): Promise<void> => {
    const incident = await store.incidents.get(run.plan.incident);
    if (incident === null || incident.status === 'closed') return;
    if (!incident.notes.some((note) => note.text === text))
      await store.incidents.update(incident.id, { note: { at: now, author: 'keywatch', text }, at: now });
    const id = `${incident.id}/${reason}/${run.id}/${record.step.id}/${which}`;
    await store.alerts.enqueue([{ id, incident: incident.id, reason, at: now }]);
  };
  return {
    async tell(now) {
      for (const run of [
        ...(await store.journal.runs({ state: 'waiting' })),
        ...(await store.journal.runs({ state: 'stuck' })),
      ]) {
        for (const record of foldJournal(run, await store.journal.entries(run.id))) {
          const due = dueAt(run, record, times, now);
          if (due !== null) await tell(run, record, due, now);
        }
      }
    },
  };
}

function dueAt(run: Run, record: StepRecord, times: Times, now: Millis): Due | null {
  const { detail, receipt, step } = record;
  if (step.mode !== 'guided' || isPassed(record)) return null;
  const deadline = numberIn(detail[FIELD.deadline]) ?? (receipt === null ? null : receipt.at + times.guidedDeadline);
  if (deadline === null) return null;
  const owner = step.guide?.owner || 'somebody';
  const said = detail[FIELD.reason];
  const why = said === undefined ? '' : ` ${sentence(said)}`;
  const what = `${step.title} (${step.target.label}).${why} keywatch respond status ${run.id}`;
  if (now >= deadline) {
    const text = `Run ${run.id}: ${owner} had until ${isoTime(deadline)} and it is not done: ${what}`;
    return { reason: 'deadline-missed', which: String(deadline), text };
  }
  const since = numberIn(detail[FIELD.askedAt]) ?? receipt?.at ?? record.at;
  const count = Math.floor((now - since) / times.guidedReminder);
  if (count < 1) return null;
  const text = `Run ${run.id} waits for ${owner} since ${isoTime(since)}, until ${isoTime(deadline)}: ${what}`;
  return { reason: 'person-awaited', which: `${String(since)}/${String(count)}`, text };
}

function numberIn(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
