import { AppError, messageOf } from '../core/errors.ts';
import { undoStep } from './orphans.ts';
import { FIELD, hadEffect } from './records.ts';
import type { RunContext } from './run-context.ts';

/** Undoes what a run did, last effect first; what nobody can undo is left and named. */
export async function undoAll(context: RunContext, by: string): Promise<void> {
  const records = await context.records();
  let left = 0;
  for (const record of records) {
    const begun = hadEffect(record) || record.state === 'undone' || record.state === 'skipped';
    if (!begun) await context.note(record, 'skipped', { [FIELD.reason]: `run undone by ${by}` });
  }
  for (const record of records.filter(hadEffect).toSorted((a, b) => b.order - a.order)) {
    if (record.step.risk === 'harmless') continue;
    try {
      if (await undoStep(context, record)) continue;
      left += 1;
    } catch (error) {
      context.deps.signal?.throwIfAborted();
      left += 1;
      const hint = error instanceof AppError ? error.hint : '';
      const reason = `could not be undone: ${messageOf(error)}`;
      await context.note(record, 'failed', { [FIELD.reason]: reason, [FIELD.hint]: hint });
    }
  }
  await context.setState(left === 0 ? 'undone' : 'stuck');
}
