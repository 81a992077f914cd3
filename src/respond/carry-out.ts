import type { Plan } from '../core/playbook.ts';
import type { Proof } from '../core/proof.ts';
import type { Millis } from '../core/time.ts';
import type { ConvergeDeps } from './converge.ts';
import { converge, lookOnce } from './converge.ts';
import type { ProveDeps } from './proof.ts';
import { prove } from './proof.ts';
import type { StepRecord } from './records.ts';
import type { Approval, RunReport } from './saga-types.ts';

/** How a run ended, or where it stands. `proof` is null when nothing was contained. */
export interface Outcome {
  readonly report: RunReport;
  readonly proof: Proof | null;
}

/**
 * Runs an approved plan, looks again until nothing new turns up, and waits until the log has
 * been read far enough to say so. What needs a person is left in the report.
 * @param patience how long to wait for the log, in ms
 */
export async function carryOut(
  deps: ConvergeDeps & ProveDeps,
  plan: Plan,
  approval: Approval,
  patience: Millis,
): Promise<Outcome> {
  return followUp(deps, await deps.saga.start(plan, approval), patience);
}

/** Goes on with a run after a restart, a person's step, or when the log has had time to tell. */
export async function carryOn(deps: ConvergeDeps & ProveDeps, run: string, patience: Millis): Promise<Outcome> {
  return followUp(deps, await deps.saga.resume(run), patience);
}

async function followUp(deps: ConvergeDeps & ProveDeps, report: RunReport, patience: Millis): Promise<Outcome> {
  const run = report.run.id;
  if (report.run.state === 'undone' || !report.steps.some(hasContained)) return { report, proof: null };
  const until = deps.clock.now() + patience;
  for (let quiet = false; ; quiet = await lookOnce(deps, run)) {
    // What the log tells late (a key made for somebody else) sends us back to the beginning.
    const converged = quiet || (await converge(deps, run));
    const proof = await prove(deps, run);
    const next = proof.nextAt;
    if (!converged || next === null || next > until) return { report: await deps.saga.report(run), proof };
    await deps.clock.sleep(Math.max(0, next - deps.clock.now()), deps.signal);
  }
}

/** A rotation that still waits for its users has nothing to prove yet. */
function hasContained({ step, receipt }: StepRecord): boolean {
  return step.capability === 'contain' && receipt !== null;
}
