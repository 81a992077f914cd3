import type { PlanInput } from '../../src/respond/plan-input.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import { observeCredential } from '../../src/respond/playbooks/observe-credential.ts';
import { rotateCredential } from '../../src/respond/playbooks/rotate-credential.ts';
import type { Saga } from '../../src/respond/saga-types.ts';
import type { AwsActWorld } from '../support/aws-act-world.ts';
import { anAwsActWorld } from '../support/aws-act-world.ts';
import { anAwsInput, anAwsSaga, deliveredTo } from '../support/aws-saga.ts';
import { awsStateOf } from '../support/aws-state.ts';
import { Breaker, flaky } from '../support/flaky-actor.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { aCredential, anEdge, NOON } from '../support/plan-inputs.ts';
import type { PlaybookSubject } from './playbook.contract.ts';
import { describePlaybook } from './playbook.contract.ts';

const SECRET = 'app/ci';
const DAYS = 2 * 86_400_000;

async function subjectFor(inputOf: (world: AwsActWorld) => PlanInput): Promise<PlaybookSubject & { input: PlanInput }> {
  const world = await anAwsActWorld();
  const { cloud } = world.aws;
  cloud.createRole({ name: 'deploy', trusts: [world.aws.account], allow: ['*'] });
  cloud.createSecret({ name: SECRET, value: JSON.stringify({ AccessKeyId: 'old', SecretAccessKey: 'old' }) });
  const breaker = new Breaker();
  const journal = new MemoryJournal();
  const input = inputOf(world);
  const shaky: AwsActWorld = { ...world, arm: async (run) => flaky(await world.arm(run), breaker) };
  let saga: Saga = anAwsSaga(shaky, journal, input);
  return {
    input,
    journal,
    saga: () => saga,
    restart: () => {
      journal.restart();
      saga = anAwsSaga(shaky, journal, input);
    },
    state: () => Promise.resolve(awsStateOf(cloud)),
    done: async (work) => {
      const result = await world.done(work);
      await world.clock.advance(DAYS);
      return result;
    },
    failCall: (index, when, kind) => {
      breaker.arrange(index, { when, kind });
    },
    repair: () => {
      breaker.repair();
    },
    calls: () => breaker.calls,
    close: () => world.aws.close(),
  };
}

/** A leaked key that opened a session of its user and one of a role. */
function leakOf(world: AwsActWorld): PlanInput {
  const input = anAwsInput(world);
  const session = { kind: 'session' as const, createdAt: NOON - 1000 };
  const minted = [
    aCredential('aws:ASIAUSERSESSION', { ...session, actor: 'arn:aws:iam::111122223333:user/ci' }),
    aCredential('aws:ASIAROLESESSION', { ...session, actor: 'arn:aws:iam::111122223333:role/deploy' }),
  ];
  const edges = minted.map((one) => anEdge(input.subject, one.id, { at: NOON - 1000, childKind: 'session' }));
  return { ...input, subtree: [...input.subtree, ...minted], edges };
}

const CASES = [
  { name: 'contain-credential on AWS', playbook: containCredential, inputOf: leakOf },
  { name: 'observe-credential on AWS', playbook: observeCredential, inputOf: leakOf },
  {
    name: 'rotate-credential on AWS as routine',
    playbook: rotateCredential,
    inputOf: (world: AwsActWorld) => anAwsInput(world, { incident: null, bindings: deliveredTo(world, SECRET) }),
  },
  {
    name: 'rotate-credential on AWS after a leak',
    playbook: rotateCredential,
    inputOf: (world: AwsActWorld) => ({ ...leakOf(world), bindings: deliveredTo(world, SECRET) }),
  },
];

for (const { name, playbook, inputOf } of CASES) {
  const inputs = new WeakMap<PlaybookSubject, PlanInput>();
  describePlaybook({
    name,
    playbook,
    input: (subject) => inputs.get(subject) ?? missing(),
    subject: async () => {
      const subject = await subjectFor(inputOf);
      inputs.set(subject, subject.input);
      return subject;
    },
  });
}

function missing(): never {
  throw new Error('a subject of another case');
}
