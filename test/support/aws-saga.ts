import { AWS_ACTIONS } from '../../connectors/aws/actions.ts';
import type { CredentialBinding } from '../../src/core/credential.ts';
import { factsOf } from '../../src/respond/guards.ts';
import { guardFactsOf } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { createSaga } from '../../src/respond/saga.ts';
import type { Saga } from '../../src/respond/saga-types.ts';
import type { AwsActWorld } from './aws-act-world.ts';
import { credentialOf } from './aws-act-world.ts';
import type { MemoryJournal } from './memory-journal.ts';
import { aBinding, anIncident, aPlanInput } from './plan-inputs.ts';

/** A saga that acts on the simulated account over the real SDK. */
export function anAwsSaga(world: AwsActWorld, journal: MemoryJournal, input: PlanInput): Saga {
  return createSaga({
    journal,
    clock: world.clock,
    actors: (_connector, run) => world.arm(run.runId),
    guards: (step) => Promise.resolve(factsOf(step, guardFactsOf(input))),
    usage: () => Promise.resolve({ last: null, by: '', rhythm: 0, observedThrough: world.clock.now(), lag: 0 }),
    newId: () => 'run-20261123-120000-abcdef',
    onEvent: () => undefined,
  });
}

/** What a plan about the world's key starts from: a leak as it stands, a routine rotation without an incident. */
export function anAwsInput(world: AwsActWorld, change: Partial<PlanInput> = {}): PlanInput {
  const subject = credentialOf(world.key);
  return aPlanInput({
    incident: anIncident({ subject: { kind: 'credential', id: subject.id }, credentials: [subject.id] }),
    subject: subject.id,
    subtree: [subject],
    connectors: [{ id: 'aws', actions: AWS_ACTIONS }],
    ...change,
  });
}

/** Says that the key's successor goes into this secret. */
export function deliveredTo(world: AwsActWorld, target: string): readonly CredentialBinding[] {
  return [aBinding({ match: `aws:${world.key.id}`, consumers: [{ store: 'aws', target, reload: '' }] })];
}
