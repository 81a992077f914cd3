import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecretStore } from '../../src/core/connector.ts';
import { Secret } from '../../src/core/secret.ts';
import type { SimulatedSecret } from '../../src/simulate/aws/secrets-manager/store.ts';
import type { AwsActWorld } from '../support/aws-act-world.ts';
import { anAwsActWorld } from '../support/aws-act-world.ts';

const NAME = 'app/ci';
const KEY = '1'.repeat(64);
const OTHER_KEY = '2'.repeat(64);
const parts = { AccessKeyId: new Secret('new-id'), SecretAccessKey: new Secret('new-secret') };

let world: AwsActWorld;
let store: SecretStore;
let secret: SimulatedSecret;

beforeEach(async () => {
  world = await anAwsActWorld();
  secret = world.aws.cloud.createSecret({ name: NAME, value: JSON.stringify({ AccessKeyId: 'old', region: 'eu' }) });
  const found = (await world.arm('run-1')).secretStore;
  if (found === undefined) throw new Error('no secret store');
  store = found;
});
afterEach(() => world.aws.close());

const labels = (): Readonly<Record<string, string>> => Object.fromEntries(secret.labels);
const current = (): string => secret.versions.find((one) => one.id === secret.labels.get('AWSCURRENT'))?.value ?? '';

describe('delivering to Secrets Manager', () => {
  it('makes the new version current under the idempotency key and leaves nothing pending', async () => {
    const first = secret.labels.get('AWSCURRENT');

    await store.deliver(NAME, parts, KEY);

    expect(labels()).toEqual({ AWSCURRENT: KEY, AWSPREVIOUS: first });
    expect(JSON.parse(current())).toEqual({ AccessKeyId: 'new-id', region: 'eu', SecretAccessKey: 'new-secret' });
    expect((await store.read(NAME)).reveal()).toBe(current());
  });

  it('finds a secret by its ARN, in the region that stands there', async () => {
    const far = world.aws.cloud.createSecret({ name: 'far', value: 'old', region: 'eu-central-1' });

    await store.deliver(far.arn, { token: new Secret('new') }, KEY);

    expect((await store.read(far.arn)).reveal()).toBe('new');
  });

  it('does the same once, however often it is repeated', async () => {
    await store.deliver(NAME, parts, KEY);
    const after = { ...labels(), versions: secret.versions.length };

    await store.deliver(NAME, parts, KEY);

    expect({ ...labels(), versions: secret.versions.length }).toEqual(after);
  });

  it.each(['PutSecretValue', 'GetSecretValue', 'UpdateSecretVersionStage', 'DescribeSecret'])(
    'goes on where it stopped when the answer to %s is lost',
    async (action) => {
      const before = await store.prepare?.(NAME);
      world.aws.cloud.faults.next({ action }, { kind: 'reset-after' });

      await expect(store.deliver(NAME, parts, KEY)).rejects.toMatchObject({ kind: 'transient' });
      await store.deliver(NAME, parts, KEY);

      expect(labels()['AWSCURRENT']).toBe(KEY);
      expect(labels()['AWSPENDING']).toBeUndefined();
      expect(secret.versions).toHaveLength(2);
      await store.rollback(NAME, { ...before, version: KEY });
      expect(current()).toContain('old');
    },
  );

  it('refuses to write while somebody else rotates', async () => {
    secret.versions.push({ id: OTHER_KEY, value: 'theirs', createdAt: 0 });
    secret.labels.set('AWSPENDING', OTHER_KEY);

    await expect(store.deliver(NAME, parts, KEY)).rejects.toMatchObject({ code: 'SECRET_ROTATION_UNDER_WAY' });
    expect(secret.versions).toHaveLength(2);
  });

  it('never shows the secret in an error', async () => {
    world.aws.cloud.faults.next({ action: 'PutSecretValue' }, { kind: 'html', status: 503 });

    const error: unknown = await store.deliver(NAME, parts, KEY).catch((reason: unknown) => reason);

    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('new-secret');
  });
});

describe('rolling back', () => {
  it('puts each label where it was, also when it is done twice', async () => {
    const older = 'older-version-0000000000000000000000';
    secret.versions.unshift({ id: older, value: 'older', createdAt: 0 });
    secret.labels.set('AWSPREVIOUS', older);
    const start = labels();
    const before = (await store.prepare?.(NAME)) ?? {};
    const receipt = await store.deliver(NAME, parts, KEY);

    await store.rollback(NAME, { ...before, ...receipt });
    expect(labels()).toEqual(start);
    await store.rollback(NAME, { ...before, ...receipt });
    expect(labels()).toEqual(start);
  });

  it('takes back a version that never became current', async () => {
    const start = labels();
    const before = (await store.prepare?.(NAME)) ?? {};
    world.aws.cloud.faults.next({ action: 'UpdateSecretVersionStage' }, { kind: 'reset-before' });
    await store.deliver(NAME, parts, KEY).catch(() => undefined);

    const receipt = (await store.reconcile?.(NAME, KEY, {})) ?? {};
    await store.rollback(NAME, { ...before, ...receipt });

    expect(receipt).toEqual({ version: KEY });
    expect(labels()).toEqual(start);
  });

  it('touches nothing when the delivery never came about', async () => {
    const start = labels();

    expect(await store.reconcile?.(NAME, KEY, {})).toBeNull();
    await store.rollback(NAME, (await store.prepare?.(NAME)) ?? {});

    expect(labels()).toEqual(start);
  });
});
