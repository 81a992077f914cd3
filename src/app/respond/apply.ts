import type { ConnectorContext } from '../../core/connector.ts';
import { AppError } from '../../core/errors.ts';
import type { Plan, Run } from '../../core/playbook.ts';
import type { Proof } from '../../core/proof.ts';
import type { Secret } from '../../core/secret.ts';
import type { Millis } from '../../core/time.ts';
import { newRunId } from '../../kit/ids.ts';
import { carryOn, carryOut } from '../../respond/carry-out.ts';
import type { ConvergeDeps } from '../../respond/converge.ts';
import { factsOf } from '../../respond/guards.ts';
import { guardFactsOf } from '../../respond/plan.ts';
import type { ProveDeps } from '../../respond/proof.ts';
import { createSaga } from '../../respond/saga.ts';
import type { Approval, RunReport, Saga, SagaEvent } from '../../respond/saga-types.ts';
import { usageSince } from '../../respond/usage.ts';
import { watchedSources } from '../watch/known-sources.ts';
import type { OpenReader } from '../watch/readers.ts';
import type { Watch } from '../watch/watch.ts';
import { noteOutcome } from './note-outcome.ts';
import { type EnteredKey, oldSecrets } from './old-secrets.ts';
import { gatherDeps, type PlanOptions, planInputOf, playbookOf } from './plan.ts';

export interface ApplyOptions extends PlanOptions {
  readonly watch: Watch;
  readonly readers: readonly OpenReader[];
  readonly context: ConnectorContext;
  readonly onEvent: (event: SagaEvent) => void;
  /** What somebody entered for this command: lives in memory, and is gone with it. */
  readonly oldKey?: EnteredKey;
  /** Fingerprints secrets under the key of this installation. */
  readonly fingerprint?: (secret: Secret) => string;
}

export interface AppliedResponse {
  readonly report: RunReport;
  readonly proof: Proof | null;
}

/** Carries out an approved plan and proves it. Beside reading secrets of our own, the only place where acting connectors are opened. */
export async function applyPlan(
  plan: Plan,
  approval: Approval,
  patience: Millis,
  options: ApplyOptions,
): Promise<AppliedResponse> {
  const outcome = await carryOut(proofDeps(plan, options), plan, approval, patience);
  await noteOutcome(plan.incident, outcome, options.store, options.around.system.clock.now());
  return outcome;
}

/** Goes on with a run: after a restart, a person's step, or when the log has had time to tell. */
export async function resumeRun(run: Run, options: ApplyOptions, patience: Millis = 0): Promise<AppliedResponse> {
  const outcome = await carryOn(proofDeps(run.plan, options), run.id, patience);
  await noteOutcome(run.plan.incident, outcome, options.store, options.around.system.clock.now());
  return outcome;
}

function proofDeps(plan: Plan, options: ApplyOptions): ConvergeDeps & ProveDeps {
  const { store, around } = options;
  const deps = gatherDeps(options, options.readers);
  return {
    saga: openSaga(options, plan.incident),
    journal: store.journal,
    clock: around.system.clock,
    events: store.events,
    look: async () => {
      await options.watch.refresh(options.signal);
      return planInputOf(plan.incident, deps, store);
    },
    playbook: playbookOf(plan.playbook),
    sources: () => watchedSources(store),
    silence: options.config.respond.proofSilence,
    signal: options.signal,
  };
}

/** The runner for one incident's runs. Acting connectors are opened when the first step needs them. */
export function openSaga(options: ApplyOptions, incident: string): Saga {
  const { store, around, config, context, watch } = options;
  const deps = gatherDeps(options, options.readers);
  return createSaga({
    journal: store.journal,
    clock: around.system.clock,
    actors: async (id, run) => {
      const connector = around.connectors[id];
      if (connector?.arm === undefined) {
        throw new AppError(`${id} cannot be acted on`, { code: 'CONNECTOR_NO_ACTIONS', kind: 'unsupported' });
      }
      watch.noteRun(run.runId);
      return connector.arm(config.connectors[id], context, run);
    },
    guards: async (step) => factsOf(step, guardFactsOf(await planInputOf(incident, deps, store))),
    usage: usageSince(store.events, store.credentials, () => watchedSources(store)),
    oldSecret: oldSecrets(options),
    ...(options.fingerprint === undefined ? {} : { fingerprint: options.fingerprint }),
    guidedDeadline: config.respond.guidedDeadline,
    newId: () => newRunId(around.system.clock.now(), (bytes) => around.system.random(bytes)),
    onEvent: (event) => {
      noteDeed(event, watch);
      options.onEvent(event);
    },
    signal: options.signal,
  });
}

/** From the moment a credential is stopped, use of it is a finding. */
function noteDeed(event: SagaEvent, watch: Watch): void {
  if (event.kind !== 'step' || event.state !== 'verified' || event.step.capability !== 'contain') return;
  if (event.step.target.spares === true) return;
  for (const alias of event.step.covers) watch.noteStopped(alias, event.at, event.run);
}
