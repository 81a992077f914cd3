import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/core/playbook.ts';
import { planPlaybook } from '../../src/respond/plan.ts';
import { rotateCredential } from '../../src/respond/playbooks/rotate-credential.ts';
import type { RunReport } from '../../src/respond/saga-types.ts';
import type { AwsActWorld } from '../support/aws-act-world.ts';
import { anAwsActWorld } from '../support/aws-act-world.ts';
import { anAwsInput, anAwsSaga, deliveredTo } from '../support/aws-saga.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

const SECRET = 'app/ci';
const APPROVED = { by: 'ada', irreversible: false };

let world: AwsActWorld;
beforeEach(async () => {
  world = await anAwsActWorld();
  world.aws.cloud.createSecret({ name: SECRET, value: JSON.stringify({ aws_access_key_id: 'old', region: 'eu' }) });
});
afterEach(() => world.aws.close());

function plan(): Plan {
  return planPlaybook(rotateCredential, anAwsInput(world, { incident: null, bindings: deliveredTo(world, SECRET) }));
}

function start(): Promise<RunReport> {
  return world.done(anAwsSaga(world, new MemoryJournal(), anAwsInput(world)).start(plan(), APPROVED));
}

function requests(action: string): number {
  return world.aws.cloud.journal.records(action).length;
}

describe('making a successor', () => {
  it('delivers it to the consumer, whose other fields stay as they are', async () => {
    const report = await start();

    const secret = JSON.parse(currentSecret()) as Record<string, string>;
    const made = world.aws.cloud.user('ci').keys.find((key) => key.id !== world.key.id);
    expect(secret).toEqual({ aws_access_key_id: made?.id, region: 'eu', SecretAccessKey: made?.secret });
    expect(report.run.state).toBe('waiting');
  });

  it('leaves exactly one successor when the connection breaks after AWS has made the key', async () => {
    world.aws.cloud.faults.next({ action: 'CreateAccessKey' }, { kind: 'reset-after' });

    const report = await start();

    expect(world.aws.cloud.user('ci').keys).toHaveLength(2);
    expect(currentSecret()).toContain(world.aws.cloud.user('ci').keys.find((key) => key.id !== world.key.id)?.id);
    expect(report.todo).toEqual([]);
  });

  it("does not take an intruder's key, made in the same moment, for its own", async () => {
    const { cloud } = world.aws;
    cloud.faults.next({ action: 'CreateAccessKey' }, { kind: 'reset-before' });
    const intruders: string[] = [];
    cloud.journal.onEntry(({ record }) => {
      if (record['eventName'] !== 'ListAccessKeys' || intruders.length > 0) return;
      const made = cloud.call({ as: world.key, service: 'iam', action: 'CreateAccessKey', params: { UserName: 'ci' } });
      if (made.ok) intruders.push((made.body['AccessKey'] as Record<string, string>)['AccessKeyId'] ?? '');
    });

    const report = await start();

    expect(cloud.user('ci').keys.map((key) => key.id)).toEqual([world.key.id, ...intruders]);
    expect(report.run.state).toBe('stuck');
    expect(report.todo.join(' ')).toContain('LimitExceeded');
  });

  it('asks once when there is no room, and says so', async () => {
    world.aws.cloud.createKey('ci');

    const report = await start();

    expect(requests('CreateAccessKey')).toBe(1);
    expect(report.run.state).toBe('stuck');
    expect(report.todo.join(' ')).toContain('iam:CreateAccessKey');
  });

  it('waits until AWS accepts the new key before it delivers it', async () => {
    world.aws.cloud.configure({ newKeyDelay: 12_000 });
    const began = world.clock.now();

    await start();

    expect(world.clock.now() - began).toBeGreaterThanOrEqual(12_000);
    expect(currentSecret()).not.toContain('old');
  });

  it('deletes the orphan and makes another when the process dies before delivery', async () => {
    const journal = new MemoryJournal();
    const input = anAwsInput(world);
    journal.crashAfter(2);
    await expect(world.done(anAwsSaga(world, journal, input).start(plan(), APPROVED))).rejects.toThrow('died');
    const orphan = world.aws.cloud.user('ci').keys.at(-1)?.id ?? '';
    journal.restart();

    const report = await world.done(anAwsSaga(world, journal, input).resume('run-20261123-120000-abcdef'));

    const keys = world.aws.cloud.user('ci').keys.map((key) => key.id);
    expect(keys).toHaveLength(2);
    expect(keys).not.toContain(orphan);
    expect(currentSecret()).toContain(keys[1]);
    expect(report.todo).toEqual([]);
  });
});

function currentSecret(): string {
  const secret = world.aws.cloud.in().secrets.get(`us-east-1/${SECRET}`);
  return secret?.versions.find((one) => one.id === secret.labels.get('AWSCURRENT'))?.value ?? '';
}
