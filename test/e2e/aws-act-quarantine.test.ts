import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AWS_ACTIONS } from '../../connectors/aws/actions.ts';
import type { ActionPerformer, ActionTarget, Verification } from '../../src/core/action.ts';
import type { AwsActWorld } from '../support/aws-act-world.ts';
import { anAwsActWorld, credentialOf } from '../support/aws-act-world.ts';
import { contextFor } from '../support/target-contexts.ts';

const SECRET_OF_KEY = 'env:OLD_KEY_SECRET';

let world: AwsActWorld;
beforeEach(async () => {
  world = await anAwsActWorld();
  world.secrets.set(SECRET_OF_KEY, world.key.secret);
});
afterEach(() => world.aws.close());

async function performer(id: string): Promise<ActionPerformer> {
  const found = (await world.arm('run-1')).performers[id];
  if (found === undefined) throw new Error(`no performer ${id}`);
  return found;
}

function targetOf(id: string, approach: 'cut' | 'observe' = 'cut'): ActionTarget {
  const credential = credentialOf(world.key);
  const declaration = AWS_ACTIONS.find((action) => action.id === id);
  const target = declaration?.target(credential, contextFor(credential, { approach }));
  if (target === undefined || target === null || 'refused' in target) throw new Error(`no target for ${id}`);
  return target;
}

async function carryOut(id: string, target: ActionTarget): Promise<void> {
  const acting = await performer(id);
  await acting.apply(target, 'k'.repeat(64), (await acting.prepare?.(target)) ?? {});
}

/** What trying the key says, with its secret at hand or not. */
async function probe(reference: string): Promise<Verification> {
  const acting = await performer('aws.probe-key');
  const base = targetOf('aws.probe-key');
  const target = { ...base, params: { ...base.params, secret: reference } };
  return acting.verify(target, await acting.apply(target, 'k'.repeat(64), {}));
}

describe('trying a key', () => {
  it('says that AWS lets it act while nothing has been done', async () => {
    expect(await probe(SECRET_OF_KEY)).toMatchObject({ kind: 'failed' });
  });

  it('proves a deactivated key refused', async () => {
    await carryOut('aws.deactivate-key', targetOf('aws.deactivate-key'));

    expect(await probe(SECRET_OF_KEY)).toMatchObject({ kind: 'verified' });
  });

  it('proves a quarantine by a call that is denied, though GetCallerIdentity still succeeds', async () => {
    await carryOut('aws.quarantine-user', targetOf('aws.quarantine-user', 'observe'));
    const { cloud } = world.aws;

    expect(cloud.call({ as: world.key, service: 'sts', action: 'GetCallerIdentity' }).ok).toBe(true);
    expect(await probe(SECRET_OF_KEY)).toEqual({
      kind: 'verified',
      evidence: `${world.key.id.slice(0, 4)}…${world.key.id.slice(-4)} authenticates, but every call is denied by policy`,
    });
  });

  it('does not take a call that was never allowed for a quarantine', async () => {
    world.aws.cloud.createUser({ name: 'weak', allow: ['s3:ListAllMyBuckets'] });
    const weak = world.aws.cloud.createKey('weak');
    world.secrets.set(SECRET_OF_KEY, weak.secret);
    const acting = await performer('aws.probe-key');
    const target = {
      key: weak.id,
      account: world.aws.account,
      label: '',
      params: { accessKeyId: weak.id, user: 'weak', secret: SECRET_OF_KEY },
    };

    const result = await acting.verify(target, await acting.apply(target, 'k'.repeat(64), {}));

    expect(result).toMatchObject({ kind: 'unproven' });
  });

  it('says what IAM lists, and calls that unproven, when the secret is not at hand', async () => {
    await carryOut('aws.deactivate-key', targetOf('aws.deactivate-key'));

    const result = await probe('');

    expect(result).toMatchObject({ kind: 'unproven' });
    expect(JSON.stringify(result)).toContain('Inactive');
  });

  it('takes a break in the connection for no answer', async () => {
    world.aws.cloud.faults.next({ action: 'GetCallerIdentity' }, { kind: 'reset-before' });

    await expect(probe(SECRET_OF_KEY)).rejects.toMatchObject({ kind: 'transient' });
  });
});

describe('quarantining a user', () => {
  it('uses an inline policy when ten others leave no room for an attached one', async () => {
    const { cloud } = world.aws;
    const attach = Array.from({ length: 10 }, (_, index) => `Policy${String(index)}`);
    cloud.createUser({ name: 'full', allow: ['*'], attach });
    const target = {
      key: 'full',
      account: world.aws.account,
      label: 'user full',
      params: { user: 'full', partition: 'aws' },
    };

    await carryOut('aws.quarantine-user', target);

    expect([...cloud.user('full').policies.latest.inline.keys()]).toContain('KeywatchQuarantine');
    expect(cloud.call({ as: cloud.createKey('full'), service: 's3', action: 'ListBuckets' }).ok).toBe(false);
  });

  it('leaves a deny of the owner where it is when it is undone', async () => {
    const { cloud } = world.aws;
    cloud.call({
      as: world.key,
      service: 'iam',
      action: 'AttachUserPolicy',
      params: { UserName: 'ci', PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' },
    });
    const acting = await performer('aws.quarantine-user');
    const target = targetOf('aws.quarantine-user', 'observe');
    const before = (await acting.prepare?.(target)) ?? {};

    const receipt = await acting.apply(target, 'k'.repeat(64), before);
    if (acting.risk === 'reversible') await acting.undo(target, receipt, before);

    expect(cloud.user('ci').policies.latest.attached).toEqual(['arn:aws:iam::aws:policy/AWSDenyAll']);
  });
});

describe('acting where nothing was allowed', () => {
  it('names the account and the setting that is missing', async () => {
    const acting = await performer('aws.deactivate-key');
    const target = { ...targetOf('aws.deactivate-key'), account: '444455556666' };

    await expect(acting.verify(target, { at: 0, fields: {} })).rejects.toMatchObject({
      code: 'AWS_ACCOUNT_NOT_ARMED',
      hint: 'Set respond-role-arn for account 444455556666 under connectors.aws.accounts.',
    });
  });

  it('names the permission that the role lacks', async () => {
    world.aws.cloud.faults.deny('iam:UpdateAccessKey');

    await expect(carryOut('aws.deactivate-key', targetOf('aws.deactivate-key'))).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('iam:UpdateAccessKey') as string,
    });
  });
});

describe('our own calls', () => {
  it('carry the run id in the session name, so that they are told from others', async () => {
    await carryOut('aws.deactivate-key', targetOf('aws.deactivate-key'));

    const [record] = world.aws.cloud.journal.records('UpdateAccessKey');
    expect(JSON.stringify(record?.['userIdentity'])).toContain('assumed-role/keywatch-act/keywatch-run-1');
  });
});
