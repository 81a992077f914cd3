import type { ActionPerformer, Receipt } from '../core/action.ts';
import { AppError, messageOf } from '../core/errors.ts';
import { brokenGuard } from './guards.ts';
import { guide } from './guide-step.ts';
import type { StepRecord } from './records.ts';
import { FIELD } from './records.ts';
import { pauseAfter, persist } from './retry.ts';
import type { RunContext } from './run-context.ts';

/**
 * Brings a step from pending to done: guards, intention, call, receipt. Failures end in the
 * journal, not in an exception; only a journal that cannot be written stops everything.
 */
export async function applyStep(context: RunContext, record: StepRecord): Promise<void> {
  const resuming = record.state === 'intended';
  if (!resuming && (await stopped(context, record))) return;
  const performer = await attempt(context, record, () => context.performer(record.step));
  if (performer === null) return;
  const before = record.before ?? (await attempt(context, record, () => prepared(context, performer, record)));
  if (before === null) return;
  if (!resuming) await context.note(record, 'intended', before);
  const receipt = await attempt(context, record, () => act(context, performer, { ...record, before }, resuming));
  if (receipt === null) return;
  context.keep(record.step.id, receipt);
  await context.note(record, 'done', { ...receipt.fields, [FIELD.receiptAt]: String(receipt.at) });
}

/** True when the step must not be carried out now; the journal says why. */
async function stopped(context: RunContext, record: StepRecord): Promise<boolean> {
  const { step } = record;
  const facts = await attempt(context, record, () => context.deps.guards(step));
  if (facts === null) return true;
  const broken = brokenGuard(step, facts);
  if (broken !== null) {
    const hint = 'Make a new plan and approve that.';
    await context.note(record, 'failed', { [FIELD.reason]: `a guard no longer holds: ${broken}`, [FIELD.hint]: hint });
    return true;
  }
  if (step.mode === 'guided') {
    await guide(context, record);
    return true;
  }
  if (step.target.offered === true && record.approvedBy === '') {
    const reason = `only offered; to do it, too: keywatch respond confirm ${context.run.id} ${step.id}`;
    await context.note(record, 'skipped', { [FIELD.reason]: reason });
    return true;
  }
  if (step.risk === 'irreversible' && record.approvedBy === '') {
    const todo = `Approve "${step.title}" for ${step.target.label}: it cannot be undone.`;
    if (record.state !== 'waiting') await context.note(record, 'waiting', { [FIELD.todo]: todo });
    return true;
  }
  return false;
}

async function prepared(
  context: RunContext,
  performer: ActionPerformer,
  record: StepRecord,
): Promise<Readonly<Record<string, string>>> {
  const { clock, signal } = context.deps;
  if (performer.prepare === undefined) return {};
  const read = performer.prepare.bind(performer, record.step.target);
  return persist(read, clock, signal, record.step.target.first === true);
}

/** After a lost answer, or a crash, the provider is asked what happened before anything is repeated. */
async function act(
  context: RunContext,
  performer: ActionPerformer,
  record: StepRecord & { readonly before: Readonly<Record<string, string>> },
  resuming: boolean,
): Promise<Receipt> {
  const { target } = record.step;
  const { clock, signal } = context.deps;
  const key = context.keyOf(record.step, record.attempt);
  // Stores take the same delivery twice under one key; a look could take a half-done one for done.
  const repeatable = record.step.capability === 'deliver';
  let lookFirst = resuming && !repeatable;
  for (let count = 1; ; count += 1) {
    try {
      const known = lookFirst ? await performer.reconcile?.(target, key, record.before) : undefined;
      return known ?? (await performer.apply(target, key, record.before));
    } catch (error) {
      const wait = pauseAfter(error, count, target.first === true);
      if (wait === null) throw error;
      lookFirst = !repeatable;
      await clock.sleep(wait, signal);
    }
  }
}

/** null when it failed; the journal then holds the reason and the hint. */
async function attempt<T>(context: RunContext, record: StepRecord, call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    context.deps.signal?.throwIfAborted();
    await context.note(record, 'failed', {
      [FIELD.reason]: messageOf(error),
      [FIELD.hint]: error instanceof AppError ? error.hint : '',
    });
    return null;
  }
}
