import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InventoryItem } from '../../src/core/credential.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { type AwsReadWorld, anAwsReadWorld, READ_START } from '../support/aws-read-world.ts';

/** Put together here, so that no scanner takes it for a real one. */
const SERVICE_KEY = ['ACCA', 'QWERTYUIOPASDFGH'].join('');

let world: AwsReadWorld;
beforeEach(async () => {
  world = await anAwsReadWorld();
});
afterEach(() => world.close());

async function inventory(): Promise<readonly InventoryItem[]> {
  const reader = await world.open();
  const items: InventoryItem[] = [];
  for await (const page of reader.inventory?.() ?? []) items.push(...page);
  return items;
}

const itemOf = async (alias: string): Promise<InventoryItem | undefined> =>
  (await inventory()).find((one) => one.alias === alias);

describe('the list of credentials', () => {
  it('tells owner, age, state and last use of an access key', async () => {
    world.clock.set(READ_START + HOUR);
    world.aws.cloud.call({ as: world.key, service: 'sts', action: 'GetCallerIdentity' });
    world.clock.set(READ_START + 2 * HOUR);
    expect(await itemOf(`aws:${world.key.id}`)).toEqual({
      alias: `aws:${world.key.id}`,
      kind: 'key',
      actor: `arn:aws:iam::${world.aws.account}:user/app`,
      account: world.aws.account,
      state: 'active',
      createdAt: READ_START,
      expiresAt: null,
      lastUsed: READ_START + HOUR,
      lastUsedDetail: 'sts in us-east-1',
    });
  });

  it('tells a key that was never used, and one that is switched off', async () => {
    const spare = world.aws.cloud.createKey('app');
    const params = { UserName: 'app', AccessKeyId: spare.id, Status: 'Inactive' };
    world.aws.cloud.call({ as: world.key, service: 'iam', action: 'UpdateAccessKey', params });
    expect(await itemOf(`aws:${spare.id}`)).toMatchObject({ state: 'inactive', lastUsed: null, lastUsedDetail: '' });
  });

  it('goes on with the other accounts where one does not let us in, and says so at the end', async () => {
    const shut = {
      id: '444455556666',
      'role-arn': 'arn:aws:iam::444455556666:role/keywatch-read',
      regions: ['us-east-1'],
    };
    const reader = await world.open({ accounts: [shut, ...world.written.accounts] });
    const items: InventoryItem[] = [];

    const listing = (async () => {
      for await (const page of reader.inventory?.() ?? []) items.push(...page);
    })();

    await expect(listing).rejects.toThrow('444455556666');
    expect(items.map(({ alias }) => alias)).toContain(`aws:${world.key.id}`);
  });

  it('holds the credentials of services', async () => {
    world.aws.cloud.user('app').serviceCredentials.push({
      id: SERVICE_KEY,
      serviceName: 'bedrock.amazonaws.com',
      createdAt: READ_START,
      status: 'Active',
    });
    expect(await itemOf(`aws:${SERVICE_KEY}`)).toMatchObject({
      kind: 'token',
      state: 'active',
      lastUsed: null,
      lastUsedDetail: 'bedrock.amazonaws.com',
    });
  });

  it('holds a key of the root user, which has no id that anybody can list', async () => {
    expect((await inventory()).some(({ actor }) => actor.endsWith(':root'))).toBe(false);
    world.aws.cloud.createRootKey();
    const root = (await inventory()).filter(({ actor }) => actor.endsWith(':root'));
    expect(root).toMatchObject([{ alias: `aws:root-access-key/${world.aws.account}/1`, kind: 'key', state: 'active' }]);
  });

  it('goes through all pages of users', async () => {
    for (let at = 0; at < 120; at += 1) {
      world.aws.cloud.createUser({ name: `user-${String(at)}` });
      world.aws.cloud.createKey(`user-${String(at)}`);
    }
    expect(await inventory()).toHaveLength(122);
  }, 30_000);

  it('names the permission that is missing instead of listing nothing', async () => {
    world.aws.cloud.faults.deny('iam:ListAccessKeys');
    await expect(inventory()).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('(iam:ListAccessKeys)'),
    });
  });

  it('is not fooled by a web page in place of an answer', async () => {
    world.aws.cloud.faults.next({ service: 'iam', action: 'ListUsers' }, { kind: 'html', status: 200 });
    await expect(inventory()).rejects.toMatchObject({ kind: expect.stringMatching(/provider-bug|transient/) });
  });

  it('ends when the connector is told to stop', async () => {
    world.aws.cloud.faults.next({}, { kind: 'hold', until: new Promise(() => undefined) }, 100);
    const controller = new AbortController();
    const { openAws } = await import('../../connectors/aws/reader.ts');
    const reader = await openAws(world.config, { ...world.context, signal: controller.signal });
    const pages = reader.inventory?.()[Symbol.asyncIterator]().next();
    setTimeout(() => controller.abort(), MINUTE / 2000);
    await expect(pages).rejects.toMatchObject({ kind: 'aborted' });
    await reader.close();
  });
});
