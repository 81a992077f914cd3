import type { Capability, Receipt, Verification } from '../core/action.ts';
import { messageOf } from '../core/errors.ts';
import type { Millis } from '../core/time.ts';
import { MINUTE, SECOND } from '../core/time.ts';
import { ENGINE } from './engine-steps.ts';
import type { StepRecord } from './records.ts';
import { FIELD } from './records.ts';
import { mayPass, waitAfter } from './retry.ts';
import type { RunContext } from './run-context.ts';

interface Patience {
  /** How long one call waits for the effect before it leaves the step waiting. */
  readonly inline: Millis;
  /** How long after the action the effect may take before a person is asked. */
  readonly total: Millis;
}

/**
 * Containment does not stand and wait: what an intruder takes back meanwhile has to be found
 * by looking again, within seconds.
 */
const PATIENCE: Readonly<Record<Capability, Patience>> = {
  contain: { inline: 4 * SECOND, total: 5 * MINUTE },
  restore: { inline: 4 * SECOND, total: 5 * MINUTE },
  probe: { inline: 30 * SECOND, total: 2 * MINUTE },
  revoke: { inline: 30 * SECOND, total: 2 * MINUTE },
  issue: { inline: 1 * MINUTE, total: 1 * MINUTE },
  deliver: { inline: 1 * MINUTE, total: 1 * MINUTE },
};

/** A step to verify, with its receipt as complete as this process has it. */
export interface Unverified {
  readonly record: StepRecord;
  readonly receipt: Receipt;
}

/** Asks about all of them side by side until each is decided or has to be left waiting. */
export async function verifySteps(context: RunContext, steps: readonly Unverified[]): Promise<void> {
  const { clock, signal } = context.deps;
  const began = clock.now();
  let open = steps;
  for (let count = 1; open.length > 0; count += 1) {
    const still: Unverified[] = [];
    let pause = Number.POSITIVE_INFINITY;
    for (const one of open) {
      const result = await ask(context, one.record, one.receipt, count);
      if (await settled(context, one, result, began)) continue;
      still.push(one);
      if (result.kind === 'not-yet') pause = Math.min(pause, result.retryAfter);
    }
    open = still;
    if (open.length > 0) await clock.sleep(Math.max(SECOND, pause), signal);
  }
}

/** Writes down what is decided. @returns false when it is worth asking again right away */
async function settled(context: RunContext, one: Unverified, result: Verification, began: Millis): Promise<boolean> {
  if (result.kind !== 'not-yet') {
    await conclude(context, one.record, result);
    return true;
  }
  const { step } = one.record;
  const { inline, total } = PATIENCE[step.capability];
  const now = context.deps.clock.now();
  const ours = step.connector === ENGINE;
  if (!ours && now >= one.receipt.at + total) {
    await conclude(context, one.record, { kind: 'failed', reason: `not verified in time: ${result.reason}` });
    return true;
  }
  if (now + result.retryAfter <= began + inline) return false;
  const wakeAt = String(now + result.retryAfter);
  await context.note(one.record, 'waiting', { [FIELD.reason]: result.reason, [FIELD.wakeAt]: wakeAt });
  return true;
}

/** One question; an answer that got lost is no answer. */
export async function ask(
  context: RunContext,
  record: StepRecord,
  receipt: Receipt,
  count: number,
): Promise<Verification> {
  try {
    const performer = await context.performer(record.step);
    return await performer.verify(record.step.target, receipt);
  } catch (error) {
    context.deps.signal?.throwIfAborted();
    if (mayPass(error)) return { kind: 'not-yet', reason: messageOf(error), retryAfter: waitAfter(error, count) };
    return { kind: 'failed', reason: messageOf(error) };
  }
}

async function conclude(
  context: RunContext,
  record: StepRecord,
  result: Exclude<Verification, { readonly kind: 'not-yet' }>,
): Promise<void> {
  switch (result.kind) {
    case 'verified':
      return context.note(record, 'verified', { [FIELD.evidence]: result.evidence });
    case 'unproven':
      return context.note(record, 'unproven', { [FIELD.reason]: result.reason });
    case 'failed':
      return context.note(record, 'failed', { [FIELD.reason]: result.reason });
  }
}
