import type { PlanInput } from '../../src/respond/plan-input.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import { rotateCredential } from '../../src/respond/playbooks/rotate-credential.ts';
import type { Saga } from '../../src/respond/saga-types.ts';
import { Breaker, flaky } from '../support/flaky-actor.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import {
  aGithubActWorld,
  deployKeyCredential,
  hookCredential,
  installationCredential,
  leakToken,
  sshCredential,
  tokenCredential,
} from '../support/github-act-world.ts';
import { aGithubInput, aGithubSaga, deliveredTo } from '../support/github-saga.ts';
import { githubStateOf } from '../support/github-state.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { anEdge, NOON } from '../support/plan-inputs.ts';
import type { PlaybookSubject } from './playbook.contract.ts';
import { describePlaybook } from './playbook.contract.ts';

const DAYS = 2 * 86_400_000;
const SECRET = 'actions/acme/site/DEPLOY_KEY';

async function subjectFor(
  inputOf: (world: GithubActWorld) => PlanInput,
  ownApp: boolean,
): Promise<PlaybookSubject & { readonly input: PlanInput }> {
  const world = await aGithubActWorld({}, undefined, { ownApp });
  world.github.shelf('repos/acme/site/actions');
  const breaker = new Breaker();
  const journal = new MemoryJournal();
  const input = inputOf(world);
  const make = (): Saga => aGithubSaga(world, journal, input, {}, (actor) => flaky(actor, breaker));
  let saga = make();
  return {
    input,
    journal,
    saga: () => saga,
    restart: () => {
      journal.restart();
      saga = make();
    },
    state: () => Promise.resolve(githubStateOf(world)),
    done: async (work) => {
      const result = await world.clock.runUntil(work);
      await world.clock.advance(DAYS);
      return result;
    },
    failCall: (index, when, kind) => breaker.arrange(index, { when, kind }),
    repair: () => breaker.repair(),
    calls: () => breaker.calls,
    close: () => world.close(),
  };
}

/** A leaked token that planted a webhook, of somebody who has an SSH key as well. */
function aLeakedToken(world: GithubActWorld): PlanInput {
  const { github } = world;
  const token = github.createToken({ kind: 'fine-grained', owner: 'anna', orgs: ['acme'] });
  github.useToken(token, { action: 'git.clone', repo: 'acme/api', ip: '203.0.113.9' });
  leakToken(world, token);
  const subject = tokenCredential(token);
  const hook = github.createHook({ on: 'acme', url: 'http://127.0.0.1:9/', secret: 'old', events: ['push'] });
  const planted = { ...hookCredential(hook.id), createdAt: NOON - 1_000 };
  const edges = [anEdge(subject.id, planted.id, { at: NOON - 1_000, childKind: 'webhook-secret' })];
  const known = [sshCredential(github.createUserKey('anna', 'acme', 'laptop'))];
  return aGithubInput(world, subject, { subtree: [subject, planted], edges, known });
}

/** As the inventory knows it. */
function aDeployKey(world: GithubActWorld, change: Partial<PlanInput> = {}): PlanInput {
  const key = world.github.createDeployKey('acme/api', 'production', false);
  const repository = 'acme/api';
  const facts = { holder: 'repository', repository, keyId: String(key.id), title: key.title, readOnly: 'false' };
  const subject = { ...deployKeyCredential(key), facts };
  return aGithubInput(world, subject, { ...deliveredTo(subject, SECRET), ...change });
}

function anInstallation(world: GithubActWorld): PlanInput {
  if (world.ci === null) throw new Error('the world has no app of ours');
  return aGithubInput(world, installationCredential(world.ci));
}

const CASES = [
  { name: 'contain-credential on GitHub, a token', playbook: containCredential, inputOf: aLeakedToken },
  { name: 'contain-credential on GitHub, an app', playbook: containCredential, inputOf: anInstallation, ownApp: true },
  { name: 'rotate-credential on GitHub after a leak', playbook: rotateCredential, inputOf: aDeployKey },
  {
    name: 'rotate-credential on GitHub as routine',
    playbook: rotateCredential,
    inputOf: (world: GithubActWorld) => aDeployKey(world, { incident: null }),
  },
];

for (const { inputOf, name, ownApp = false, playbook } of CASES) {
  const inputs = new WeakMap<PlaybookSubject, PlanInput>();
  describePlaybook({
    name,
    playbook,
    input: (subject) => inputs.get(subject) ?? missing(),
    subject: async () => {
      const subject = await subjectFor(inputOf, ownApp);
      inputs.set(subject, subject.input);
      return subject;
    },
  });
}

function missing(): never {
  throw new Error('a subject of another case');
}
