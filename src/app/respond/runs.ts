import { AppError } from '../../core/errors.ts';
import type { Run } from '../../core/playbook.ts';
import type { Store } from '../../core/ports.ts';
import type { RunView } from '../../report/incident-report.ts';
import { foldJournal } from '../../respond/records.ts';
import { todoOf } from '../../respond/run-state.ts';

/** All runs, the newest first. */
export async function listRuns(store: Store): Promise<readonly Run[]> {
  return [...(await store.journal.runs({}))].sort((a, b) => b.startedAt - a.startedAt);
}

/** By id or unambiguous start of it. @throws AppError `RUN_UNKNOWN` */
export async function findRun(store: Store, id: string): Promise<Run> {
  const found = (await store.journal.runs({})).filter((run) => run.id.startsWith(id));
  const [run] = found;
  if (run !== undefined && found.length === 1) return run;
  throw new AppError(found.length === 0 ? `There is no run ${id}` : `Several runs begin with ${id}`, {
    code: 'RUN_UNKNOWN',
    kind: 'bad-input',
    hint: 'See `keywatch respond status`.',
  });
}

/** A run with the state of each step, read off the journal. */
export async function runView(store: Store, run: Run): Promise<RunView> {
  const steps = foldJournal(run, await store.journal.entries(run.id));
  return { run, steps, todo: todoOf(steps) };
}
