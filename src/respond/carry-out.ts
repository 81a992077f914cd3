import type { Plan } from '../core/playbook.ts';
import type { Proof } from '../core/proof.ts';
import type { Millis } from '../core/time.ts';
import { MINUTE } from '../core/time.ts';
import type { ConvergeDeps } from './converge.ts';
import { converge, lookOnce } from './converge.ts';
import type { ProveDeps } from './proof.ts';
import { prove } from './proof.ts';
import type { StepRecord } from './records.ts';
import { wakeAtOf } from './run-state.ts';
import type { Approval, RunReport } from './saga-types.ts';

const LOOK_WHILE_WAITING: Millis = 5 * MINUTE;

/** How a run ended, or where it stands. `proof` is null when nothing was contained. */
export interface Outcome {
  readonly report: RunReport;
  readonly proof: Proof | null;
}

/**
 * Runs an approved plan, looks again until nothing new turns up, and waits until the log has
 * been read far enough to say so. What needs a person is left in the report, unless it can be
 * seen whether the person has done it.
 * @param patience how long to wait for a person and for the log, in ms
 */
export async function carryOut(
  deps: ConvergeDeps & ProveDeps,
  plan: Plan,
  approval: Approval,
  patience: Millis,
): Promise<Outcome> {
  return followUp(deps, await deps.saga.start(plan, approval), patience);
}

/**
 * Goes on with a run after a restart, a person's step, or when the log has had time to tell.
 * @param patience as above
 */
export async function carryOn(deps: ConvergeDeps & ProveDeps, run: string, patience: Millis): Promise<Outcome> {
  return followUp(deps, await deps.saga.resume(run), patience);
}

async function followUp(deps: ConvergeDeps & ProveDeps, first: RunReport, patience: Millis): Promise<Outcome> {
  const run = first.run.id;
  const until = deps.clock.now() + patience;
  let report = first;
  for (let quiet = false; ; ) {
    let proof: Proof | null = null;
    if (report.run.state !== 'undone' && report.steps.some(hasContained)) {
      // What the log tells late (a key made for somebody else) sends us back to the beginning.
      const converged = quiet || (await converge(deps, run));
      proof = await prove(deps, run);
      report = await deps.saga.report(run);
      if (!converged) return { report, proof };
    }
    const next = nextLook(deps, report, proof);
    const later = await waitForPerson(deps, report, Math.min(until, next ?? until));
    const done = stepsDone(later) !== stepsDone(report);
    report = later;
    quiet = false;
    if (done) continue;
    if (next === null || next > until) return { report, proof };
    await deps.clock.sleep(Math.max(0, next - deps.clock.now()), deps.signal);
    quiet = await lookOnce(deps, run);
    report = await deps.saga.report(run);
  }
}

/** While a person is awaited an intruder may go on, so we go on looking; null where time alone changes nothing. */
function nextLook({ clock }: ConvergeDeps, report: RunReport, proof: Proof | null): Millis | null {
  if (proof === null) return null;
  if (proof.nextAt !== null) return proof.nextAt;
  return personAt(report) === null ? null : clock.now() + LOOK_WHILE_WAITING;
}

/** Asks again and again, until a step that a person does is done, or until the moment given. */
async function waitForPerson(deps: ConvergeDeps, first: RunReport, until: Millis): Promise<RunReport> {
  let report = first;
  for (;;) {
    const next = personAt(report);
    if (next === null || next > until) return report;
    await deps.clock.sleep(Math.max(0, next - deps.clock.now()), deps.signal);
    const later = await deps.saga.resume(report.run.id);
    // The same moment again: what could be asked about is not there any more.
    if (stepsDone(later) !== stepsDone(report) || personAt(later) === next) return later;
    report = later;
  }
}

/** When a step that a person does can be asked about; null when none can. */
function personAt({ steps }: RunReport): Millis | null {
  return wakeAtOf(steps.filter(({ step }) => step.mode === 'guided'));
}

function stepsDone({ steps }: RunReport): number {
  return steps.filter(({ receipt, state }) => receipt !== null && state !== 'waiting').length;
}

/** A rotation that still waits for its users has nothing to prove yet. */
function hasContained({ step, receipt }: StepRecord): boolean {
  return step.capability === 'contain' && receipt !== null;
}
