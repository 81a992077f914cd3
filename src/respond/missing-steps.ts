import type { Plan, PlanStep } from '../core/playbook.ts';
import { includesDeed } from './plan.ts';
import type { PlanInput } from './plan-input.ts';
import type { StepRecord } from './records.ts';
import { isPassed, isUnderWay } from './records.ts';
import type { Recheck } from './saga-types.ts';

/** A step that containment lacks, and why it is noticed only now. */
export interface Missing {
  readonly step: PlanStep;
  readonly why: string;
}

/**
 * What a plan made now asks for beyond what the run has done: for credentials that have
 * appeared, and again for effects that somebody has taken back.
 */
export function missingSteps(
  plan: Plan,
  done: readonly StepRecord[],
  rechecks: readonly Recheck[],
  input: PlanInput,
): readonly Missing[] {
  const missing: Missing[] = [];
  for (const step of plan.steps) {
    if (step.capability !== 'contain' && step.capability !== 'restore') continue;
    const same = done.filter((record) => includesDeed(record.step, step));
    const last = same.at(-1);
    const why = last === undefined ? `new: ${step.target.label}` : undone(step, last, rechecks, input);
    if (why === null) continue;
    // What it waits for may carry another id in this run, and re-containment waits for nothing.
    const id = same.length === 0 ? step.id : `${step.id}#${String(same.length + 1)}`;
    missing.push({ step: { ...step, id, after: [] }, why });
  }
  return missing;
}

function undone(step: PlanStep, last: StepRecord, rechecks: readonly Recheck[], input: PlanInput): string | null {
  if (last.state === 'undone' || last.state === 'skipped' || last.receipt === null) return null;
  // A person is at it: what is not there yet has not been taken back.
  if (last.step.mode === 'guided' && !isPassed(last)) return null;
  if (isUnderWay(last)) return null;
  const recheck = rechecks.find((one) => one.record.step.id === last.step.id);
  if (recheck?.result.kind === 'failed' || recheck?.result.kind === 'not-yet')
    return `no longer in place: ${recheck.result.reason}`;
  const actedAt = last.receipt.at;
  const later = step.covers.find((alias) => input.edges.some((edge) => edge.child === alias && edge.at > actedAt));
  return later === undefined || last.step.covers.includes(later) ? null : `minted after we acted: ${later}`;
}
