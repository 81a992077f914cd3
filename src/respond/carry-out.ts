import type { Plan } from '../core/playbook.ts';
import type { Proof } from '../core/proof.ts';
import type { ConvergeDeps } from './converge.ts';
import { converge, lookOnce } from './converge.ts';
import type { ProveDeps } from './proof.ts';
import { prove } from './proof.ts';
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
  patience: number,
): Promise<Outcome> {
  const started = await deps.saga.start(plan, approval);
  const run = started.run.id;
  if (!started.steps.some((one) => one.step.capability === 'contain')) return { report: started, proof: null };
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
