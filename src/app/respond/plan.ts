import type { Config } from '../../config/config.ts';
import type { Connector } from '../../core/connector.ts';
import { AppError } from '../../core/errors.ts';
import type { Incident } from '../../core/incident.ts';
import type { Plan } from '../../core/playbook.ts';
import type { Store } from '../../core/ports.ts';
import { ENGINE } from '../../respond/engine-steps.ts';
import type { GatherDeps } from '../../respond/gather.ts';
import { gatherForSteps, gatherPlanInput } from '../../respond/gather.ts';
import { planPlaybook } from '../../respond/plan.ts';
import type { ActingConnector, OwnIdentities, PlanInput } from '../../respond/plan-input.ts';
import { loadPlan, savePlan } from '../../respond/plan-store.ts';
import type { Playbook } from '../../respond/playbook.ts';
import { PLAYBOOKS } from '../../respond/playbooks/all.ts';
import { type Judgement, judge } from '../../respond/urgency.ts';
import type { Log } from '../setup/connector-context.ts';
import { connectorContext } from '../setup/connector-context.ts';
import type { Surroundings } from '../surroundings.ts';
import type { OpenReader } from '../watch/readers.ts';
import { closeReaders, openReaders } from '../watch/readers.ts';

export const DEFAULT_PLAYBOOK: string = 'contain-credential';

export interface PlanOptions {
  readonly store: Store;
  readonly config: Config;
  readonly configFile: string;
  readonly around: Surroundings;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export interface PlannedResponse {
  readonly plan: Plan;
  readonly incident: Incident;
  readonly judgement: Judgement;
}

/** Makes and keeps a plan. It reads; it is not given anything that could act. */
export async function planResponse(
  incidentId: string,
  playbookId: string,
  options: PlanOptions,
): Promise<PlannedResponse> {
  const { store, around } = options;
  const playbook = playbookOf(playbookId);
  const incident = await incidentOf(store, incidentId);
  const context = connectorContext(
    around,
    { config: options.config, file: options.configFile },
    options.log,
    options.signal,
  );
  const readers = await openReaders(options.config, around, context, (connector, error) =>
    options.log('warn', 'A connector could not be opened; our own identity there is unknown', {
      connector,
      error: String(error),
    }),
  );
  try {
    const input = await gatherPlanInput(gatherDeps(options, readers), incident);
    const plan = planPlaybook(playbook, input);
    await savePlan(store.settings, plan);
    return { plan, incident, judgement: judge(input) };
  } finally {
    await closeReaders(readers);
  }
}

export function gatherDeps(
  { store, config, around }: Pick<PlanOptions, 'store' | 'config' | 'around'>,
  readers: readonly OpenReader[],
): GatherDeps {
  return {
    credentials: store.credentials,
    events: store.events,
    journal: store.journal,
    connectors: Object.values(around.connectors).map((connector) => actingConnector(connector, config)),
    bindings: config.credentials,
    own: () => ownIdentities(readers),
    clock: around.system.clock,
    drainSilence: config.respond.drainSilence,
  };
}

/** Reads anew what the steps of a plan for the incident are made of. */
export async function planInputOf(incidentId: string, deps: GatherDeps, store: Store): Promise<PlanInput> {
  return gatherForSteps(deps, await incidentOf(store, incidentId));
}

/** What nobody has configured is not in the way of actions: credentials of its provider are known from files. */
function actingConnector(connector: Connector, config: Config): ActingConnector {
  const { actions, id } = connector;
  const settings = config.connectors[id];
  if (settings === undefined || connector.unavailable === undefined) return { id, actions };
  return { id, actions, unavailable: (action) => connector.unavailable?.(settings, action) ?? null };
}

async function ownIdentities(readers: readonly OpenReader[]): Promise<OwnIdentities> {
  const all = await Promise.all(readers.map(({ reader }) => reader.identities()));
  return { aliases: all.flatMap(({ aliases }) => aliases), actors: all.flatMap(({ actors }) => actors) };
}

export async function incidentOf(store: Store, id: string): Promise<Incident> {
  const incident = await store.incidents.get(id);
  if (incident !== null) return incident;
  throw new AppError(`There is no incident ${id}`, {
    code: 'INCIDENT_UNKNOWN',
    kind: 'bad-input',
    hint: 'See `keywatch incidents`; the start of an id is enough where only one incident begins with it.',
  });
}

export function playbookOf(id: string): Playbook {
  const playbook = PLAYBOOKS.find((one) => one.id === id);
  if (playbook !== undefined) return playbook;
  throw new AppError(`There is no playbook ${id}`, {
    code: 'PLAYBOOK_UNKNOWN',
    kind: 'bad-input',
    hint: `Choose one of ${PLAYBOOKS.map((one) => one.id).join(', ')}.`,
  });
}

export function playbookIds(): readonly string[] {
  return PLAYBOOKS.map(({ id }) => id);
}

/** Connectors that have to be there for the steps of a plan: those that act, and those whose secret stores are delivered to. */
export function connectorsOf(plan: Plan): readonly string[] {
  const ids = plan.steps.map(({ connector, target }) => (connector === ENGINE ? target.params['store'] : connector));
  return [...new Set(ids)].filter((id) => id !== undefined);
}

/** The plan that somebody approves by its hash. @throws AppError `PLAN_UNKNOWN`, `PLAN_CHANGED` */
export function storedPlan(store: Store, hash: string): Promise<Plan> {
  return loadPlan(store.settings, hash);
}
