import { GITHUB_ACTIONS } from '../../connectors/github/actions.ts';
import { armGitHub } from '../../connectors/github/arm.ts';
import { unavailableAction } from '../../connectors/github/checks/unavailable.ts';
import type { ConnectorActor } from '../../src/core/connector.ts';
import type { Credential } from '../../src/core/credential.ts';
import { factsOf } from '../../src/respond/guards.ts';
import { guardFactsOf } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { createSaga } from '../../src/respond/saga.ts';
import type { Saga, SagaDeps } from '../../src/respond/saga-types.ts';
import type { GithubActWorld } from './github-act-world.ts';
import type { MemoryJournal } from './memory-journal.ts';
import { aBinding, aFinding, anIncident, aPlanInput } from './plan-inputs.ts';

/** A saga that acts on the simulated GitHub over the real client. @param wrap changes what the connector armed */
export function aGithubSaga(
  world: GithubActWorld,
  journal: MemoryJournal,
  input: PlanInput,
  change: Partial<SagaDeps> = {},
  wrap: (actor: ConnectorActor) => ConnectorActor = (actor) => actor,
): Saga {
  return createSaga({
    journal,
    clock: world.clock,
    actors: async () => wrap(await armGitHub(world.config, world.context)),
    guards: (step) => Promise.resolve(factsOf(step, guardFactsOf(input))),
    usage: () => Promise.resolve({ last: null, by: '', rhythm: 0, observedThrough: world.clock.now(), lag: 0 }),
    newId: () => 'run-20261123-120000-abcdef',
    onEvent: () => undefined,
    ...change,
  });
}

/** What a plan about a credential that somebody else uses starts from. */
export function aGithubInput(
  { config }: Pick<GithubActWorld, 'config'>,
  subject: Credential,
  change: Partial<PlanInput> = {},
): PlanInput {
  const named = { kind: 'credential' as const, id: subject.id };
  return aPlanInput({
    incident: anIncident({
      subject: named,
      credentials: [subject.id],
      findings: [aFinding({ subject: named, provider: 'github', account: 'acme' })],
    }),
    subject: subject.id,
    subtree: [subject],
    connectors: [{ id: 'github', actions: GITHUB_ACTIONS, unavailable: (action) => unavailableAction(config, action) }],
    ...change,
  });
}

/** Says that the successor of a credential goes into these secrets of GitHub. */
export function deliveredTo(subject: Credential, ...targets: readonly string[]): Pick<PlanInput, 'bindings'> {
  const consumers = targets.map((target) => ({ store: 'github', target, reload: '' }));
  return { bindings: [aBinding({ match: subject.id, consumers })] };
}
