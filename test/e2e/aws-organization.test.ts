import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { armAws } from '../../connectors/aws/arm.ts';
import { AWS_CONFIG } from '../../connectors/aws/config.ts';
import type { ConnectorReader } from '../../src/core/connector.ts';
import { HOUR } from '../../src/core/time.ts';
import { type AwsReadWorld, anAwsReadWorld } from '../support/aws-read-world.ts';

const MEMBERS = ['222233334444', '333344445555'];
const LATER = '444455556666';

let world: AwsReadWorld;
let listRole = '';
beforeEach(async () => {
  world = await anAwsReadWorld();
  for (const id of MEMBERS) member(id);
  const { cloud } = world.aws;
  listRole = cloud.createRole({
    name: 'keywatch-organization',
    trusts: [world.aws.account],
    allow: ['organizations:ListAccounts'],
  }).arn;
});
afterEach(() => world.close());

/** An account as a stack set leaves it: with the roles of every account. */
function member(account: string): void {
  const { cloud } = world.aws;
  cloud.in(account, `team-${account.slice(0, 4)}`);
  for (const name of ['keywatch-read', 'keywatch-act'])
    cloud.createRole({ name, account, trusts: [world.aws.account], allow: ['*'] });
  cloud.createUser({ name: 'ci', account, allow: ['*'] });
}

const organization = (change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  organization: { 'role-name': 'keywatch-read', 'list-role-arn': listRole, regions: ['us-east-1'], ...change },
});

function open(change: Readonly<Record<string, unknown>> = {}): Promise<ConnectorReader> {
  return world.open({ accounts: [], ...organization(), ...change });
}

const accountsOf = (reader: ConnectorReader): readonly string[] => [
  ...new Set(reader.sources.map(({ account }) => account)),
];

describe('watching an organisation', () => {
  it('watches every active account by the role of that name', async () => {
    world.aws.cloud.in(LATER).closed = true;
    const reader = await open();

    expect(accountsOf(reader)).toEqual([world.aws.account, ...MEMBERS]);
    const results = await reader.check();
    const entries = results.filter(({ aspect }) => aspect.endsWith('entry'));
    expect(entries.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    for (const [at, id] of [world.aws.account, ...MEMBERS].entries())
      expect(entries[at]?.fact).toContain(`${id}:assumed-role/keywatch-read`);
    expect(results).toContainEqual(
      expect.objectContaining({ aspect: 'aws: organisation', status: 'ok', fact: '3 active accounts' }),
    );
  });

  it('knows the roles of all accounts as its own', async () => {
    const { actors } = await (await open(organization({ 'respond-role-name': 'keywatch-act' }))).identities();

    for (const id of MEMBERS)
      for (const name of ['keywatch-read', 'keywatch-act']) expect(actors).toContain(`arn:aws:iam::${id}:role/${name}`);
  });

  it('reads a named account as it is named, and leaves out what is to be left out', async () => {
    const [named = '', left = ''] = MEMBERS;
    const role = world.aws.cloud.createRole({
      name: 'special',
      account: named,
      trusts: [world.aws.account],
      allow: ['*'],
    });
    const accounts = [{ id: named, name: 'special', 'role-arn': role.arn, regions: ['eu-central-1'] }];

    const reader = await open({ accounts, ...organization({ 'leave-out': [left] }) });

    expect(accountsOf(reader)).toEqual([named, world.aws.account]);
    expect((await reader.identities()).actors).toContain(role.arn);
    expect(reader.sources.map(({ id }) => id)).toContain(`aws.cloudtrail-lookup/${named}/eu-central-1`);
  });

  it('finds an account that is added later, and goes on with the sources that it has', async () => {
    const reader = await open();
    const before = reader.sources;
    member(LATER);

    await reader.rediscover?.();
    expect(reader.sources, 'the last answer is still fresh').toBe(before);
    world.clock.set(world.clock.now() + HOUR);
    await reader.rediscover?.();

    expect(accountsOf(reader)).toContain(LATER);
    expect(reader.sources.slice(0, before.length).every((source, at) => source === before[at])).toBe(true);
  });

  it('watches what is known by name where the list is refused, and says what it does not see', async () => {
    const lift = world.aws.cloud.faults.deny('organizations:ListAccounts');
    const accounts = [{ ...world.written.accounts[0], id: MEMBERS[0], 'role-arn': '' }];

    const reader = await open({ accounts });

    expect(accountsOf(reader)).toEqual([MEMBERS[0]]);
    expect(reader.sources.flatMap(({ blindSpots }) => blindSpots).join('\n')).toMatch(
      /accounts of the organisation could not be listed \(organizations:ListAccounts\): only 222233334444 is watched/,
    );
    expect(await reader.check()).toContainEqual(
      expect.objectContaining({
        aspect: 'aws: organisation',
        status: 'fail',
        fact: 'the permission organizations:ListAccounts is missing',
      }),
    );
    await expect(reader.rediscover?.()).rejects.toMatchObject({ kind: 'forbidden' });
    lift();
    await reader.rediscover?.();
    expect(accountsOf(reader)).toEqual([MEMBERS[0], world.aws.account, MEMBERS[1]]);
    expect(reader.sources.flatMap(({ blindSpots }) => blindSpots).join('\n')).not.toContain('organisation');
  });

  it('enters our own account by the role of that name where no other is known', async () => {
    world.aws.cloud.faults.deny('organizations:ListAccounts');

    const reader = await open();

    expect(accountsOf(reader)).toEqual([world.aws.account]);
    expect((await reader.check()).find(({ aspect }) => aspect.endsWith('entry'))).toMatchObject({
      status: 'ok',
      fact: expect.stringContaining('assumed-role/keywatch-read') as string,
    });
  });

  it('keeps what it has when the list is refused later', async () => {
    const reader = await open();
    const before = reader.sources;
    world.aws.cloud.faults.deny('organizations:ListAccounts');
    world.clock.set(world.clock.now() + HOUR);

    await expect(reader.rediscover?.()).rejects.toMatchObject({ kind: 'forbidden' });

    expect(reader.sources).toBe(before);
  });
});

describe('acting in an organisation', () => {
  const target = (account: string) => {
    const key = world.aws.cloud.createKey('ci', account);
    return { key, target: { key: key.id, account, label: 'the key', params: { accessKeyId: key.id, user: 'ci' } } };
  };
  const arm = () => {
    const config = { ...world.written, accounts: [], ...organization({ 'respond-role-name': 'keywatch-act' }) };
    return armAws(AWS_CONFIG.parse(config), world.context, { runId: 'run-1' });
  };

  it('reaches a member by the role for that', async () => {
    const { key, target: one } = target(MEMBERS[1] ?? '');
    const actor = await arm();

    await actor.performers['aws.deactivate-key']?.apply(one, 'k', { status: 'Active' });

    expect(key.state.latest).toBe('Inactive');
    await actor.close();
  });

  it('refuses an account that has left', async () => {
    const { key, target: one } = target(MEMBERS[1] ?? '');
    world.aws.cloud.in(MEMBERS[1] ?? '').closed = true;
    const actor = await arm();

    const attempt = actor.performers['aws.deactivate-key']?.apply(one, 'k', { status: 'Active' });

    await expect(attempt).rejects.toMatchObject({ code: 'AWS_ACCOUNT_NOT_ARMED' });
    expect(key.state.latest).toBe('Active');
    await actor.close();
  });
});
