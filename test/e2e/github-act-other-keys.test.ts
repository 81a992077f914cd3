import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDeployKey } from '../../connectors/github/actions/create-deploy-key.ts';
import { removeSshKey } from '../../connectors/github/actions/remove-ssh-key.ts';
import { planSummary } from '../../src/report/plan-text.ts';
import { planPlaybook } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import { rotateCredential } from '../../src/respond/playbooks/rotate-credential.ts';
import type { DeployKey } from '../../src/simulate/github/model.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import {
  aGithubActWorld,
  deployKeyCredential,
  leakToken,
  performerOf,
  sshCredential,
  targetOf,
  tokenCredential,
} from '../support/github-act-world.ts';
import { aGithubInput, aGithubSaga, deliveredTo } from '../support/github-saga.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { NOON } from '../support/plan-inputs.ts';

let world: GithubActWorld;

beforeEach(async () => {
  world = await aGithubActWorld();
});
afterEach(() => world.close());

/** A leaked grant of anna, who has an SSH key from before and one that appeared since. */
function aLeak(): PlanInput {
  const { github } = world;
  const token = github.createToken({ kind: 'fine-grained', owner: 'anna', orgs: ['acme'] });
  github.useToken(token, { action: 'git.clone', repo: 'acme/api', ip: '203.0.113.9' });
  leakToken(world, token);
  const known = [
    { ...sshCredential(github.createUserKey('anna', 'acme', 'laptop')), createdAt: NOON - 90 * 86_400_000 },
    { ...sshCredential(github.createUserKey('anna', 'acme', 'planted')), createdAt: NOON - 30_000 },
  ];
  return aGithubInput(world, tokenCredential(token), { known });
}

const titles = (): readonly string[] =>
  [...(world.github.world.orgs.get('acme')?.authorizations.values() ?? [])].map(({ title }) => title);

it('the SSH keys of the user go on working when a grant is cut: new ones are removed, older ones listed and offered', async () => {
  const input = aLeak();
  const plan = planPlaybook(containCredential, input);
  expect(plan.steps.map(({ action }) => action)).toEqual([
    'github.revoke-credential',
    'github.remove-ssh-key',
    'github.cut-access',
    'github.remove-other-keys',
  ]);
  expect(plan.steps.at(-1)?.target.label).toContain('SSH key SHA256:');
  expect(planSummary(plan)).toContain('4 cannot be undone; 1 only offered');
  const saga = aGithubSaga(world, new MemoryJournal(), input);

  const done = await world.clock.runUntil(saga.start(plan, { by: 'ada', irreversible: true }));

  const offered = done.steps.at(-1);
  expect(titles()).toEqual(['laptop']);
  expect(offered).toMatchObject({ state: 'skipped', detail: { reason: expect.stringContaining('respond confirm') } });
  expect(done.run.state).toBe('completed');

  const taken = await world.clock.runUntil(saga.confirmStep(done.run.id, offered?.step.id ?? '', 'ada', 'asked anna'));

  expect(titles()).toEqual([]);
  expect(taken.steps.at(-1)?.state).toBe('verified');
});

it('an offered step that nobody takes does not come back with every look', async () => {
  const input = aLeak();
  const plan = planPlaybook(containCredential, input);
  const journal = new MemoryJournal();
  const saga = aGithubSaga(world, journal, input);
  const { run } = await world.clock.runUntil(saga.start(plan, { by: 'ada', irreversible: true }));

  const again = await world.clock.runUntil(saga.resume(run.id));

  expect(again.steps.at(-1)?.state).toBe('skipped');
  expect(titles()).toEqual(['laptop']);
});

/** As the inventory knew it before anything happened. */
function listed(key: DeployKey): ReturnType<typeof deployKeyCredential> {
  const facts = { holder: 'repository', repository: 'acme/api', keyId: String(key.id), title: key.title };
  return { ...deployKeyCredential(key), facts: { ...facts, readOnly: String(key.readOnly) } };
}

it('a deploy key gets its successor with repository, title and rights although the leak had it deleted before', async () => {
  const key = world.github.createDeployKey('acme/api', 'production: blue/green', false);
  const subject = listed(key);
  const target = targetOf(createDeployKey, subject);
  await performerOf(world, removeSshKey).apply(targetOf(removeSshKey, subject), 'key', {});
  expect(world.github.world.repos.get('acme/api')?.deployKeys.size).toBe(0);
  const performer = performerOf(world, createDeployKey);

  await performer.apply(target, 'key', (await performer.prepare?.(target)) ?? {});

  const [fresh] = world.github.world.repos.get('acme/api')?.deployKeys.values() ?? [];
  expect(fresh).toMatchObject({ title: 'production: blue/green', readOnly: false });
});

it('one that no list knows is found and replaced before the leak has it deleted', async () => {
  const key = world.github.createDeployKey('acme/api', 'production', false);
  const subject = deployKeyCredential(key);
  const input = aGithubInput(world, subject, deliveredTo(subject, 'actions/acme/site/DEPLOY_KEY'));
  const plan = planPlaybook(rotateCredential, input);
  expect(plan.steps.slice(0, 2).map(({ action }) => action)).toEqual([
    'github.create-deploy-key',
    'github.remove-ssh-key',
  ]);
  const saga = aGithubSaga(world, new MemoryJournal(), input);

  await world.clock.runUntil(saga.start(plan, { by: 'ada', irreversible: true }));

  const left = [...(world.github.world.repos.get('acme/api')?.deployKeys.values() ?? [])];
  expect(left.map(({ readOnly, title }) => [title, readOnly])).toEqual([['production', false]]);
  expect(left[0]?.key).not.toBe(key.key);
  expect(world.github.shelf('repos/acme/site/actions').secrets.has('DEPLOY_KEY')).toBe(true);
});
