import type { PlanInput } from '../../src/respond/plan-input.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import { rotateCredential } from '../../src/respond/playbooks/rotate-credential.ts';
import { aBinding, aCredential, anEdge, anIncident, aPlanInput, NOON } from '../support/plan-inputs.ts';
import { aSagaWorld } from '../support/saga-world.ts';
import type { PlaybookSubject } from './playbook.contract.ts';
import { describePlaybook } from './playbook.contract.ts';

const consumers = [{ store: 'fake', target: 'ci', reload: '' }];

function subjectFor(input: PlanInput): () => Promise<PlaybookSubject> {
  return () => {
    const world = aSagaWorld(input);
    world.provider.addKey('minted', 'alice');
    return Promise.resolve({
      journal: world.journal,
      saga: () => world.saga,
      restart: () => {
        world.restart();
      },
      state: () => Promise.resolve(comparable(world.provider.state())),
      done: (work) =>
        world.done(
          work.then(async (result) => {
            // Time that a waiting run waits for passes between two calls.
            await world.clock.advance(2 * 86_400_000);
            return result;
          }),
        ),
      failCall: (index, when, kind) => {
        let count = -1;
        let failing: string | null = null;
        world.provider.faultKind = kind;
        world.provider.fault = (call) => {
          count += 1;
          if (count === index) failing = call;
          return kind === 'transient' ? (count === index ? when : null) : call === failing ? when : null;
        };
      },
      repair: () => {
        world.provider.fault = () => null;
      },
      calls: () => world.provider.calls.length,
      close: () => Promise.resolve(),
    });
  };
}

/** The provider numbers its keys; a second attempt has another number and the same meaning. */
function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/new-\d+/g, 'new-key'));
}

const leak = aPlanInput({
  subtree: [aCredential('fake:key-1'), aCredential('fake:minted')],
  edges: [anEdge('fake:key-1', 'fake:minted', { at: NOON - 60_000 })],
});
const routine = aPlanInput({ incident: null, bindings: [aBinding({ consumers })] });
const leakRotation = { ...leak, bindings: [aBinding({ consumers })], incident: anIncident() };

describePlaybook({
  name: 'contain-credential on a leaked key that minted another',
  playbook: containCredential,
  input: () => leak,
  subject: subjectFor(leak),
});
describePlaybook({
  name: 'rotate-credential as routine',
  playbook: rotateCredential,
  input: () => routine,
  subject: subjectFor(routine),
});
describePlaybook({
  name: 'rotate-credential after a leak',
  playbook: rotateCredential,
  input: () => leakRotation,
  subject: subjectFor(leakRotation),
});
