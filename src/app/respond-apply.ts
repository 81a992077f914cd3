import type { ConnectorContext } from '../core/connector.ts';
import { AppError } from '../core/errors.ts';
import type { Plan } from '../core/playbook.ts';
import type { Proof } from '../core/proof.ts';
import type { Millis } from '../core/time.ts';
import type { Engine } from '../detect/engine.ts';
import { carryOut } from '../respond/carry-out.ts';
import { factsOf } from '../respond/guards.ts';
import { guardFactsOf } from '../respond/plan.ts';
import type { WatchedSource } from '../respond/proof.ts';
import { statusAfter } from '../respond/proof.ts';
import { createSaga } from '../respond/saga.ts';
import type { Approval, RunReport, Saga, SagaEvent } from '../respond/saga-types.ts';
import { usageSince } from '../respond/usage.ts';
import { newRunId } from '../kit/ids.ts';
import type { App } from './app.ts';
import { knownSources } from './known-sources.ts';
import type { OpenReader } from './readers.ts';
import { gatherDeps, planInputOf, playbookOf, type PlanOptions } from './respond-plan.ts';

export interface ApplyOptions extends PlanOptions {
  /** Reads the log and the inventory anew while the run converges. */
  readonly app: App;
  readonly engine: Engine;
  readonly readers: readonly OpenReader[];
  readonly context: ConnectorContext;
  readonly onEvent: (event: SagaEvent) => void;
}

export interface AppliedResponse {
  readonly report: RunReport;
  readonly proof: Proof | null;
}

/** Carries out an approved plan and proves it. The only place where acting connectors are opened. */
export async function applyPlan(
  plan: Plan,
  approval: Approval,
  patience: Millis,
  options: ApplyOptions,
): Promise<AppliedResponse> {
  const { store, around } = options;
  const saga = openSaga(options, plan.incident);
  const deps = gatherDeps(options, options.readers);
  const { report, proof } = await carryOut(
    {
      saga,
      journal: store.journal,
      clock: around.system.clock,
      events: store.events,
      look: async () => {
        await options.app.pollAll(options.signal);
        return planInputOf(plan.incident, deps, store);
      },
      playbook: playbookOf(plan.playbook),
      sources: () => watchedSources(options),
      signal: options.signal,
    },
    plan,
    approval,
    patience,
  );
  const status = statusAfter(report, proof);
  if (status !== null) {
    const at = around.system.clock.now();
    const note = { at, author: 'keywatch', text: `Run ${report.run.id}: ${proof?.statement ?? report.run.state}` };
    await store.incidents.update(plan.incident, { status, note, at });
  }
  return { report, proof };
}

/** The runner for one incident's runs. Acting connectors are opened when the first step needs them. */
export function openSaga(options: ApplyOptions, incident: string): Saga {
  const { store, around, config, context, engine } = options;
  const deps = gatherDeps(options, options.readers);
  return createSaga({
    journal: store.journal,
    clock: around.system.clock,
    actors: async (id, run) => {
      const arm = around.connectors[id]?.arm;
      if (arm === undefined) {
        throw new AppError(`${id} cannot be acted on`, { code: 'CONNECTOR_NO_ACTIONS', kind: 'unsupported' });
      }
      engine.addRun(run.runId);
      return arm(config.connectors[id], context, run);
    },
    guards: async (step) => factsOf(step, guardFactsOf(await planInputOf(incident, deps, store))),
    usage: usageSince(store.events, store.credentials, () => watchedSources(options)),
    newId: () => newRunId(around.system.clock.now(), (bytes) => around.system.random(bytes)),
    onEvent: (event) => {
      noteDeed(event, engine);
      options.onEvent(event);
    },
    signal: options.signal,
  });
}

/** From the moment a credential is stopped, use of it is a finding. */
function noteDeed(event: SagaEvent, engine: Engine): void {
  if (event.kind !== 'step' || event.state !== 'verified' || event.step.capability !== 'contain') return;
  for (const alias of event.step.covers) engine.noteState(alias, 'inactive', event.at, `Stopped by run ${event.run}`);
}

async function watchedSources({ store }: ApplyOptions): Promise<readonly WatchedSource[]> {
  const known = new Map((await knownSources(store)).map((source) => [source.id, source]));
  return (await store.events.cursors()).flatMap(({ source, observedThrough }) => {
    const found = known.get(source);
    if (found === undefined) return [];
    return [{ title: found.title, observedThrough, lag: found.lag, blindSpots: found.blindSpots }];
  });
}
