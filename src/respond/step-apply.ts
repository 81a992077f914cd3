import type { ActionPerformer, Receipt } from '../core/action.ts';
import { AppError, messageOf } from '../core/errors.ts';
import { DAY, isoTime } from '../core/time.ts';
import { brokenGuard } from './guards.ts';
import type { StepRecord } from './records.ts';
import { FIELD } from './records.ts';
import { ATTEMPTS, mayPass, persist, waitAfter } from './retry.ts';
import type { RunContext } from './run-context.ts';

/** How long a person has for a guided step before the run counts as stuck. */
export const GUIDED_DEADLINE: number = 1 * DAY;

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
  if (step.risk === 'irreversible' && record.approvedBy === '') {
    const todo = `Approve "${step.title}" for ${step.target.label}: it cannot be undone.`;
    if (record.state !== 'waiting') await context.note(record, 'waiting', { [FIELD.todo]: todo });
    return true;
  }
  return false;
}

/** Asks a person, once; when nobody has done it by the deadline the run is stuck, and a resume asks again. */
async function guide(context: RunContext, record: StepRecord): Promise<void> {
  const deadline = Number(record.detail[FIELD.deadline] ?? Number.POSITIVE_INFINITY);
  if (record.state !== 'waiting') return context.note(record, 'waiting', guidance(context, record));
  if (context.deps.clock.now() < deadline) return;
  const hint = record.detail[FIELD.todo] ?? '';
  await context.note(record, 'failed', { [FIELD.reason]: `nobody did it by ${isoTime(deadline)}`, [FIELD.hint]: hint });
}

function guidance(context: RunContext, record: StepRecord): Record<string, string> {
  const { step } = record;
  const owner = step.guide?.owner ?? '';
  return {
    [FIELD.todo]: `${owner === '' ? 'Somebody' : owner} has to: ${(step.guide?.steps ?? [step.title]).join(' ')}`,
    [FIELD.link]: step.guide?.link ?? '',
    [FIELD.owner]: owner,
    [FIELD.deadline]: String(context.deps.clock.now() + GUIDED_DEADLINE),
  };
}

async function prepared(
  context: RunContext,
  performer: ActionPerformer,
  record: StepRecord,
): Promise<Readonly<Record<string, string>>> {
  const { clock, signal } = context.deps;
  if (performer.prepare === undefined) return {};
  const read = performer.prepare.bind(performer, record.step.target);
  return persist(read, clock, signal);
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
      if (!mayPass(error) || count >= ATTEMPTS) throw error;
      lookFirst = !repeatable;
      await clock.sleep(waitAfter(error, count), signal);
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
