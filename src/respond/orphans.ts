import type { Receipt } from '../core/action.ts';
import type { StepRecord } from './records.ts';
import { FIELD, hadEffect, isPassed } from './records.ts';
import { persist } from './retry.ts';
import type { RunContext } from './run-context.ts';

/** A provider that loses every answer is left to a person. */
const MOST_ATTEMPTS = 3;

/**
 * After a lost answer, or a restart between issuing a successor and its last delivery, the
 * secret is gone for good. What was delivered is rolled back, the orphan removed, and all of
 * it begun anew.
 * @returns ids of the steps that begin anew
 */
export async function dropOrphans(context: RunContext): Promise<readonly string[]> {
  const records = await context.records();
  const renewed: string[] = [];
  for (const issue of records) {
    if (issue.step.capability !== 'issue' || !hadEffect(issue) || context.kept(issue.step.id) !== undefined) continue;
    const deliveries = records.filter((one) => one.step.target.params['from'] === issue.step.id);
    if (issue.state === 'failed' || (deliveries.length > 0 && deliveries.every(isPassed))) continue;
    const effects = [...deliveries.filter(hadEffect).toReversed(), issue];
    for (const record of effects) await undoStep(context, record);
    if (issue.attempt >= MOST_ATTEMPTS) {
      const reason = `the secret of a new credential was lost ${String(MOST_ATTEMPTS)} times`;
      await context.note(issue, 'failed', { [FIELD.reason]: reason });
      continue;
    }
    for (const record of effects) {
      await context.note(record, 'pending', { [FIELD.again]: 'its secret was lost' });
      renewed.push(record.step.id);
    }
  }
  return renewed;
}

/**
 * Takes one effect back. What a lost answer did is looked up first.
 * @returns false when it cannot be undone
 */
export async function undoStep(context: RunContext, record: StepRecord): Promise<boolean> {
  const { clock, signal } = context.deps;
  const performer = await context.performer(record.step);
  if (performer.risk !== 'reversible') return false;
  const before = record.before ?? {};
  const receipt = record.receipt ?? (await looked(context, record));
  if (receipt !== null) await persist(() => performer.undo(record.step.target, receipt, before), clock, signal);
  context.forget(record.step.id);
  await context.note(record, 'undone', {});
  return true;
}

async function looked(context: RunContext, record: StepRecord): Promise<Receipt | null> {
  const { clock, signal } = context.deps;
  const performer = await context.performer(record.step);
  const key = context.keyOf(record.step, record.attempt);
  const before = record.before ?? {};
  if (performer.reconcile === undefined) return { at: record.at, fields: {} };
  return (await persist(async () => performer.reconcile?.(record.step.target, key, before), clock, signal)) ?? null;
}
