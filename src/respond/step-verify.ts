import type { Capability, Receipt, Verification } from '../core/action.ts';
import { messageOf } from '../core/errors.ts';
import type { Millis } from '../core/time.ts';
import { MINUTE, SECOND } from '../core/time.ts';
import { ENGINE } from './engine-steps.ts';
import { deadlineOf } from './guide-step.ts';
import type { Tried } from './old-secret.ts';
import { evidenceOf, tryOldSecret } from './old-secret.ts';
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
      const asked = await ask(context, one.record, one.receipt, count);
      if (await settled(context, one, asked, began)) continue;
      still.push(one);
      const { result } = asked;
      if (result.kind === 'not-yet') pause = Math.min(pause, result.retryAfter);
    }
    open = still;
    if (open.length > 0) await clock.sleep(Math.max(SECOND, pause), signal);
  }
}

/** Writes down what is decided. @returns false when it is worth asking again right away */
async function settled(context: RunContext, one: Unverified, asked: Tried, began: Millis): Promise<boolean> {
  const { result, fields } = asked;
  if (result.kind !== 'not-yet') {
    await conclude(context, one.record, result);
    return true;
  }
  const { step } = one.record;
  const { inline, total } = PATIENCE[step.capability];
  const now = context.deps.clock.now();
  const ours = step.connector === ENGINE;
  const until = step.mode === 'guided' ? deadlineOf(context, one.record, one.receipt.at) : one.receipt.at + total;
  if (!ours && now >= until) {
    await conclude(context, one.record, { kind: 'failed', reason: `not verified in time: ${result.reason}` });
    return true;
  }
  if (now + result.retryAfter <= began + inline) return false;
  const wakeAt = String(now + result.retryAfter);
  await context.note(one.record, 'waiting', { ...fields, [FIELD.reason]: result.reason, [FIELD.wakeAt]: wakeAt });
  return true;
}

/** One question; an answer that got lost is no answer. */
export async function ask(context: RunContext, record: StepRecord, receipt: Receipt, count: number): Promise<Tried> {
  try {
    const performer = await context.performer(record.step);
    const byProvider = async (): Promise<Tried> => ({
      result: await performer.verify(record.step.target, receipt),
      fields: {},
    });
    return (await tryOldSecret(context, record, receipt)) ?? (await byProvider());
  } catch (error) {
    context.deps.signal?.throwIfAborted();
    const reason = messageOf(error);
    if (mayPass(error)) return { result: { kind: 'not-yet', reason, retryAfter: waitAfter(error, count) }, fields: {} };
    return { result: { kind: 'failed', reason }, fields: {} };
  }
}

async function conclude(
  context: RunContext,
  record: StepRecord,
  result: Exclude<Verification, { readonly kind: 'not-yet' }>,
): Promise<void> {
  switch (result.kind) {
    case 'verified':
      return context.note(record, 'verified', evidenceOf(result));
    case 'unproven':
      if (record.state === 'unproven' && record.detail[FIELD.reason] === result.reason) return;
      return context.note(record, 'unproven', { [FIELD.reason]: result.reason });
    case 'failed':
      return context.note(record, 'failed', { [FIELD.reason]: result.reason });
  }
}
