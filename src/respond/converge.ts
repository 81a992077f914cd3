import type { JournalEntry } from '../core/playbook.ts';
import type { JournalStore } from '../core/ports.ts';
import type { ProofRound } from '../core/proof.ts';
import type { Clock, Millis } from '../core/time.ts';
import { MINUTE, SECOND } from '../core/time.ts';
import { missingSteps } from './missing-steps.ts';
import { planPlaybook } from './plan.ts';
import type { PlanInput } from './plan-input.ts';
import type { Playbook } from './playbook.ts';
import type { StepRecord } from './records.ts';
import { FIELD } from './records.ts';
import { runStateOf } from './run-state.ts';
import type { RunReport, Saga } from './saga-types.ts';

/**
 * When to look again after the last change of ours. Providers take seconds to minutes to apply
 * a change everywhere, and whoever watches can undo it or mint anew in that time. The first look
 * comes when the old credential is dead and one minted meanwhile does not work yet: an intruder
 * who reacts to every step of ours has nothing left to react with.
 */
export const LOOK_AGAIN: readonly Millis[] = [5 * SECOND, 10 * SECOND, 1 * MINUTE, 5 * MINUTE];

/** An intruder who is still ahead after this many passes has to be stopped by other means. */
const MOST_PASSES = 10;

export interface ConvergeDeps {
  readonly saga: Saga;
  readonly journal: JournalStore;
  readonly clock: Clock;
  /** Reads inventory and log anew, then what a plan is made of. */
  look(): Promise<PlanInput>;
  /** The one whose steps must be in place at the end. */
  readonly playbook: Playbook;
  readonly signal?: AbortSignal;
}

/**
 * Looks again and again until one whole pass has found nothing new, doing what is missing on
 * the way. May be called again after a restart: a pass then begins anew.
 * @returns false when every pass found something: the run is stuck and needs a person
 */
export async function converge(deps: ConvergeDeps, run: string): Promise<boolean> {
  const { clock, journal, saga } = deps;
  for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
    await journal.setState(run, 'confirming', clock.now());
    const quiet = await quietPass(deps, run);
    await journal.setState(run, runStateOf((await saga.report(run)).steps), clock.now());
    if (quiet) return true;
  }
  await journal.setState(run, 'stuck', clock.now());
  return false;
}

async function quietPass(deps: ConvergeDeps, run: string): Promise<boolean> {
  const began = lastDeed(await deps.saga.report(run));
  for (const delay of LOOK_AGAIN) {
    await deps.clock.sleep(Math.max(0, began + delay - deps.clock.now()), deps.signal);
    if (!(await lookOnce(deps, run))) return false;
  }
  return true;
}

/** When we last changed something: from then on the provider spreads it, and others react to it. */
function lastDeed(report: RunReport): Millis {
  return Math.max(report.run.startedAt, ...report.steps.map((one) => one.receipt?.at ?? 0));
}

/** One look; what is missing is done at once. @returns whether nothing was */
export async function lookOnce(deps: ConvergeDeps, run: string): Promise<boolean> {
  const input = await deps.look();
  const plan = planPlaybook(deps.playbook, input);
  const rechecks = await deps.saga.recheck(run);
  const { steps } = await deps.saga.report(run);
  const missing = missingSteps(plan, steps, rechecks, input);
  const fields = { [FOUND]: JSON.stringify(missing.map((one) => one.why)) };
  const at = deps.clock.now();
  await deps.journal.append({ run, at, step: LOOK_STEP, state: 'verified', idempotencyKey: '', fields });
  if (missing.length === 0) {
    const now = deps.clock.now();
    const slow = steps.some((one) => one.state === 'waiting' && (one.receipt !== null || isDue(one, now)));
    if (slow) await deps.saga.resume(run);
    return true;
  }
  await deps.saga.extend(
    run,
    missing.map((one) => one.step),
  );
  return false;
}

/** A step that a person does, and that can be asked about by now. */
function isDue({ detail }: StepRecord, now: Millis): boolean {
  return Number(detail[FIELD.wakeAt] ?? Number.POSITIVE_INFINITY) <= now;
}

/** Journal lines of looks; they name no step of the plan. */
const LOOK_STEP = 'keywatch.look';
const FOUND = 'found';

/** The looks of a run so far, from its journal. */
export function roundsOf(entries: readonly JournalEntry[]): readonly ProofRound[] {
  return entries
    .filter((entry) => entry.step === LOOK_STEP)
    .map((entry) => ({ at: entry.at, found: JSON.parse(entry.fields[FOUND] ?? '[]') as string[] }));
}
