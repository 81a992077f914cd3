import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { SecretStore } from '../../src/core/connector.ts';
import { AppError } from '../../src/core/errors.ts';
import { Secret } from '../../src/core/secret.ts';
import { call } from './performers/call.ts';
import type { Hands } from './performers/hands.ts';
import { mergeParts } from './records/secret-parts.ts';

const CURRENT = 'AWSCURRENT';
const PENDING = 'AWSPENDING';
const PREVIOUS = 'AWSPREVIOUS';

/** Which version carries which label; '' for none. */
interface Labels {
  readonly current: string;
  readonly pending: string;
  readonly previous: string;
  readonly versions: readonly string[];
}

/**
 * Secrets Manager, written in the staged way of its own rotation: a pending version under the
 * idempotency key, read back, made current, tidied up. Every part may be repeated.
 * @param account where a secret lives that is named without its ARN
 */
export function secretsManagerStore(hands: Pick<Hands, 'secretsManager' | 'home'>, account: string): SecretStore {
  const clientOf = (target: string): SecretsManagerClient => {
    const [, region, owner] = /^arn:[^:]+:secretsmanager:([^:]+):(\d{12}):/.exec(target) ?? [];
    return hands.secretsManager(owner ?? account, region ?? hands.home);
  };

  return {
    read: async (target) => new Secret(await valueOf(clientOf(target), target, CURRENT)),
    prepare: async (target) => {
      const { current, previous } = await labelsOf(clientOf(target), target);
      return { before: current, older: previous };
    },
    deliver: async (target, parts, key) => {
      const client = clientOf(target);
      const { current, pending } = await labelsOf(client, target);
      if (pending !== '' && pending !== key) throw busy(target);
      if (current !== key) {
        if (pending !== key) await putPending(client, target, parts, key);
        await checkPending(client, target, parts);
        await move(client, target, CURRENT, current, key);
      }
      // Also where an earlier attempt got no further: a label left behind looks like a rotation under way.
      if (current !== key || pending === key) await move(client, target, PENDING, key, '');
      return { version: key };
    },
    reconcile: async (target, key) => {
      const { versions } = await labelsOf(clientOf(target), target);
      return versions.includes(key) ? { version: key } : null;
    },
    rollback: async (target, { version = '', before = '', older = '' }) => {
      const client = clientOf(target);
      const now = await labelsOf(client, target);
      if (now.current === version && before !== '') await move(client, target, CURRENT, version, before);
      if (now.pending === version) await move(client, target, PENDING, version, '');
      const { previous } = await labelsOf(client, target);
      if (previous === version && version !== '') await move(client, target, PREVIOUS, version, older);
    },
  };
}

async function putPending(
  client: SecretsManagerClient,
  target: string,
  parts: Readonly<Record<string, Secret>>,
  key: string,
): Promise<void> {
  const text = mergeParts(await valueOf(client, target, CURRENT), parts);
  await call(`write the pending version of secret ${target}`, () =>
    client.send(
      new PutSecretValueCommand({
        SecretId: target,
        SecretString: text,
        ClientRequestToken: key,
        VersionStages: [PENDING],
      }),
    ),
  );
}

async function checkPending(
  client: SecretsManagerClient,
  target: string,
  parts: Readonly<Record<string, Secret>>,
): Promise<void> {
  const text = await valueOf(client, target, PENDING);
  if (Object.values(parts).every((part) => text.includes(part.reveal()))) return;
  throw new AppError(`the pending version of secret ${target} does not hold what was written`, {
    code: 'SECRET_READ_BACK_DIFFERS',
    kind: 'conflict',
    hint: 'Somebody else writes to this secret: find out who, then resume the run.',
  });
}

async function valueOf(client: SecretsManagerClient, target: string, stage: string): Promise<string> {
  const found = await call(`read secret ${target}`, () =>
    client.send(new GetSecretValueCommand({ SecretId: target, VersionStage: stage })),
  );
  if (found.SecretString !== undefined) return found.SecretString;
  throw new AppError(`secret ${target} holds bytes, not text`, {
    code: 'SECRET_NOT_TEXT',
    kind: 'unsupported',
    hint: 'Bind a consumer whose secret is text or JSON.',
  });
}

async function labelsOf(client: SecretsManagerClient, target: string): Promise<Labels> {
  const found = await call(`look at secret ${target}`, () =>
    client.send(new DescribeSecretCommand({ SecretId: target })),
  );
  if (found.OwningService !== undefined && found.OwningService !== '') throw owned(target, found.OwningService);
  const versions = Object.entries(found.VersionIdsToStages ?? {});
  const carrying = (stage: string): string => versions.find(([, stages]) => stages.includes(stage))?.[0] ?? '';
  return {
    current: carrying(CURRENT),
    pending: carrying(PENDING),
    previous: carrying(PREVIOUS),
    versions: versions.map(([id]) => id),
  };
}

/** Moves a label; `to` '' takes it away. AWS wants to be told from where. */
async function move(
  client: SecretsManagerClient,
  target: string,
  stage: string,
  from: string,
  to: string,
): Promise<void> {
  await call(`move ${stage} of secret ${target}`, () =>
    client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: target,
        VersionStage: stage,
        ...(to === '' ? {} : { MoveToVersionId: to }),
        ...(from === '' ? {} : { RemoveFromVersionId: from }),
      }),
    ),
  );
}

function busy(target: string): AppError {
  return new AppError(`secret ${target} has a pending version that is not ours: a rotation is under way`, {
    code: 'SECRET_ROTATION_UNDER_WAY',
    kind: 'conflict',
    hint: 'Wait for that rotation, or remove its AWSPENDING label, then resume the run.',
  });
}

function owned(target: string, service: string): AppError {
  return new AppError(`secret ${target} is managed by ${service}`, {
    code: 'SECRET_OWNED_BY_SERVICE',
    kind: 'unsupported',
    hint: `Rotate it in ${service}, and bind another consumer.`,
  });
}
