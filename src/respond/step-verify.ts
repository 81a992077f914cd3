import type { Receipt, Verification } from '../core/action.ts';
import type { Capability } from '../core/action.ts';
import { messageOf } from '../core/errors.ts';
import { MINUTE, SECOND } from '../core/time.ts';
import type { Millis } from '../core/time.ts';
import { ENGINE } from './engine-steps.ts';
import { FIELD } from './records.ts';
import type { StepRecord } from './records.ts';
import { mayPass, waitAfter } from './retry.ts';
import type { RunContext } from './run-context.ts';

/** How long the provider may take to show an effect before a person is asked. */
const PATIENCE: Readonly<Record<Capability, Millis>> = {
  contain: 2 * MINUTE,
  restore: 2 * MINUTE,
  revoke: 2 * MINUTE,
  probe: 2 * MINUTE,
  issue: 1 * MINUTE,
  deliver: 1 * MINUTE,
};

/** Longer waits end the call: the run is left waiting and resumed at the time it names. */
export const INLINE_WAIT: Millis = 2 * MINUTE;

/** Asks until the effect is there, is refused, cannot be proven, or takes longer than it may. */
export async function verifyStep(context: RunContext, record: StepRecord, receipt: Receipt): Promise<void> {
  const { clock, signal } = context.deps;
  const { step } = record;
  const deadline = step.connector === ENGINE ? Number.POSITIVE_INFINITY : clock.now() + PATIENCE[step.capability];
  for (let count = 1; ; count += 1) {
    const result = await ask(context, record, receipt, count);
    if (result.kind !== 'not-yet') return conclude(context, record, result);
    if (clock.now() >= deadline) {
      const waited = `not verified in time: ${result.reason}`;
      return conclude(context, record, { kind: 'failed', reason: waited });
    }
    if (result.retryAfter > INLINE_WAIT) {
      const wakeAt = String(clock.now() + result.retryAfter);
      return context.note(record, 'waiting', { [FIELD.reason]: result.reason, [FIELD.wakeAt]: wakeAt });
    }
    await clock.sleep(Math.min(result.retryAfter, Math.max(SECOND, deadline - clock.now())), signal);
  }
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
