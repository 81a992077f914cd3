import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AWS_ACTIONS } from '../../connectors/aws/actions.ts';
import { normalizeCloudTrail } from '../../connectors/aws/records/normalize.ts';
import { factsOf } from '../../src/respond/guards.ts';
import { guardFactsOf, planPlaybook } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import { createSaga } from '../../src/respond/saga.ts';
import type { Saga } from '../../src/respond/saga-types.ts';
import type { AwsActWorld } from '../support/aws-act-world.ts';
import { anAwsActWorld, credentialOf } from '../support/aws-act-world.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { aCredential, anEdge, anIncident, aPlanInput, NOON } from '../support/plan-inputs.ts';

let world: AwsActWorld;
beforeEach(async () => {
  world = await anAwsActWorld();
});
afterEach(() => world.aws.close());

function sagaOver(input: PlanInput): Saga {
  return createSaga({
    journal: new MemoryJournal(),
    clock: world.clock,
    actors: (_connector, run) => world.arm(run.runId),
    guards: (step) => Promise.resolve(factsOf(step, guardFactsOf(input))),
    usage: () => Promise.resolve({ last: null, by: '', rhythm: 0, observedThrough: 0, lag: 0 }),
    newId: () => 'run-1',
    onEvent: () => undefined,
  });
}

function inputFor(): PlanInput {
  const subject = credentialOf(world.key);
  return aPlanInput({
    incident: anIncident({ subject: { kind: 'credential', id: subject.id }, credentials: [subject.id] }),
    subject: subject.id,
    subtree: [subject],
    connectors: [{ id: 'aws', actions: AWS_ACTIONS }],
  });
}

describe('containing an access key', () => {
  it('makes AWS refuse the key, and undoing it makes AWS take the key again', async () => {
    const { cloud } = world.aws;
    const identify = (): boolean => cloud.call({ as: world.key, service: 'sts', action: 'GetCallerIdentity' }).ok;
    const input = inputFor();
    const saga = sagaOver(input);
    const before = identify();

    const report = await world.done(
      saga.start(planPlaybook(containCredential, input), { by: 'ada', irreversible: false }),
    );
    const contained = identify();
    const undone = await world.done(saga.undoRun(report.run.id, 'ada'));

    expect(report.todo).toEqual([]);
    expect([before, contained, identify()]).toEqual([true, false, true]);
    expect([report.run.state, undone.run.state]).toEqual(['completed', 'undone']);
  });

  it('stops a key for one service that the key made, which works without any access key', async () => {
    const { cloud } = world.aws;
    const params = { UserName: 'ci', ServiceName: 'bedrock.amazonaws.com' };
    const made = cloud.call({ as: world.key, service: 'iam', action: 'CreateServiceSpecificCredential', params });
    const base = inputFor();
    const record = normalizeCloudTrail(cloud.journal.records('CreateServiceSpecificCredential')[0]);
    if (!made.ok || record.kind !== 'event') throw new Error(JSON.stringify([made, record]));
    const minted = record.event.minted.map(({ alias, kind, actor }) =>
      aCredential(`aws:${alias}`, { kind, actor: actor === '' ? record.event.actor : actor }),
    );
    const input: PlanInput = {
      ...base,
      subtree: [...base.subtree, ...minted],
      edges: minted.map(({ id }) => anEdge(base.subject, id, { at: NOON - 1000 })),
    };

    const report = await world.done(
      sagaOver(input).start(planPlaybook(containCredential, input), { by: 'ada', irreversible: false }),
    );

    expect(report.todo).toEqual([]);
    expect(report.steps.map((one) => one.step.action)).toContain('aws.deactivate-service-credential');
    expect(cloud.user('ci').serviceCredentials.map(({ status }) => status)).toEqual(['Inactive']);
    expect(JSON.stringify(cloud.journal.records())).not.toContain('ervicePassword');
  });

  it('stops what the key minted: a second key, a session of the user and a session of a role', async () => {
    const { cloud } = world.aws;
    cloud.createRole({ name: 'deploy', trusts: [world.aws.account], allow: ['*'] });
    const minted = cloud.call({ as: world.key, service: 'iam', action: 'CreateAccessKey', params: { UserName: 'ci' } });
    const session = cloud.call({ as: world.key, service: 'sts', action: 'GetSessionToken', params: {} });
    const role = cloud.call({
      as: world.key,
      service: 'sts',
      action: 'AssumeRole',
      params: { RoleArn: `arn:aws:iam::${world.aws.account}:role/deploy`, RoleSessionName: 'x' },
    });
    if (!minted.ok || !session.ok || !role.ok) throw new Error(JSON.stringify([minted, session, role]));
    const ids = [
      (minted.body['AccessKey'] as Record<string, string>)['AccessKeyId'] ?? '',
      (session.body['Credentials'] as Record<string, string>)['AccessKeyId'] ?? '',
      (role.body['Credentials'] as Record<string, string>)['AccessKeyId'] ?? '',
    ];
    const works = (): readonly boolean[] =>
      ids.map((id) => cloud.call({ as: id, service: 's3', action: 'ListBuckets' }).ok);
    const base = inputFor();
    const user = base.subtree[0]?.actor ?? '';
    const roleArn = `arn:aws:iam::${world.aws.account}:role/deploy`;
    const input: PlanInput = {
      ...base,
      subtree: [
        ...base.subtree,
        aCredential(`aws:${ids[0] ?? ''}`, { actor: user }),
        aCredential(`aws:${ids[1] ?? ''}`, { actor: user, kind: 'session' }),
        aCredential(`aws:${ids[2] ?? ''}`, { actor: roleArn, kind: 'session' }),
      ],
      edges: ids.map((id) => anEdge(base.subject, `aws:${id}`, { at: NOON - 1000 })),
    };
    const before = works();
    world.clock.set(world.clock.now() + 5_000);

    const saga = sagaOver(input);
    const report = await world.done(
      saga.start(planPlaybook(containCredential, input), { by: 'ada', irreversible: false }),
    );

    expect(report.todo).toEqual([]);
    expect(before).toEqual([true, true, true]);
    expect(works()).toEqual([false, false, false]);
    expect(report.steps.map((one) => one.step.action)).toEqual([
      'aws.deactivate-key',
      'aws.deactivate-key',
      'aws.revoke-user-sessions',
      'aws.revoke-role-sessions',
    ]);
  });
});
