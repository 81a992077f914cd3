import { isObject, type JsonObject, listAt, numberAt, textAt, textsAt } from '../../json.ts';
import { AwsFault } from '../fault.ts';
import type { Operation, Operations, Outcome, Scene, Target } from '../operation.ts';
import { pageByToken } from '../params.ts';
import { createSecret, labelsOf, moveLabel, type SecretVersion, type SimulatedSecret } from './store.ts';

function notFound(what: string): AwsFault {
  return new AwsFault('ResourceNotFoundException', `Secrets Manager can't find the specified ${what}.`);
}

function invalid(message: string): AwsFault {
  return new AwsFault('InvalidRequestException', message);
}

/** By name or ARN, with or without the six characters at its end. */
function findSecret(params: JsonObject, scene: Scene): SimulatedSecret | undefined {
  const id = textAt(params, 'SecretId') ?? textAt(params, 'Name') ?? '';
  const own = [...scene.account.secrets].filter(([place]) => place.startsWith(`${scene.region}/`));
  return own
    .map(([, secret]) => secret)
    .find((one) => one.name === id || one.arn === id || one.arn.slice(0, -7) === id);
}

function secretIn(params: JsonObject, scene: Scene): SimulatedSecret {
  const secret = findSecret(params, scene);
  if (secret === undefined) throw notFound('secret');
  return secret;
}

function target(params: JsonObject, scene: Scene): Target {
  const secret = findSecret(params, scene);
  const id = textAt(params, 'SecretId') ?? textAt(params, 'Name') ?? '';
  const missing = `arn:aws:secretsmanager:${scene.region}:${scene.account.id}:secret:${id}`;
  const tags = Array.from(secret?.tags ?? [], ([key, value]) => [`aws:ResourceTag/${key}`, value] as const);
  return { resource: secret?.arn ?? missing, context: new Map(tags) };
}

function versionIn(secret: SimulatedSecret, params: JsonObject): SecretVersion {
  const stage = textAt(params, 'VersionStage');
  const id = textAt(params, 'VersionId') ?? secret.labels.get(stage ?? 'AWSCURRENT');
  const version = secret.versions.find((one) => one.id === id);
  const mismatch = stage !== undefined && version !== undefined && !labelsOf(secret, version.id).includes(stage);
  if (version === undefined || mismatch) {
    throw notFound(`secret value for staging label: ${stage ?? 'AWSCURRENT'}`);
  }
  return version;
}

function create(params: JsonObject, scene: Scene): Outcome {
  const name = textAt(params, 'Name') ?? '';
  if (findSecret({ Name: name }, scene) !== undefined) {
    throw new AwsFault('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
  }
  const tags = listAt(params, 'Tags').filter(isObject);
  const token = textAt(params, 'ClientRequestToken');
  const secret = createSecret(scene.world, scene.account.id, {
    name,
    value: textAt(params, 'SecretString') ?? '',
    region: scene.region,
    description: textAt(params, 'Description') ?? '',
    tags: Object.fromEntries(tags.map((tag) => [textAt(tag, 'Key') ?? '', textAt(tag, 'Value') ?? ''])),
    ...(token === undefined ? {} : { token }),
  });
  return written(secret, { ARN: secret.arn, Name: secret.name, VersionId: secret.labels.get('AWSCURRENT') });
}

/** The record of a write shows the ARN only. */
function written(secret: SimulatedSecret, body: JsonObject): Outcome {
  return { body, log: { responseElements: { arn: secret.arn } } };
}

function getValue(params: JsonObject, scene: Scene): Outcome {
  const secret = secretIn(params, scene);
  const version = versionIn(secret, params);
  return {
    body: {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      SecretString: version.value,
      VersionStages: labelsOf(secret, version.id),
      CreatedDate: version.createdAt / 1_000,
    },
  };
}

/** Idempotent by token and value. Without stages the new version becomes AWSCURRENT at once. */
function putValue(params: JsonObject, scene: Scene): Outcome {
  const secret = secretIn(params, scene);
  const id = textAt(params, 'ClientRequestToken') ?? scene.world.random.uuid();
  const value = textAt(params, 'SecretString') ?? '';
  const known = secret.versions.find((one) => one.id === id);
  if (known !== undefined && known.value !== value) {
    throw new AwsFault('ResourceExistsException', `A version with the token ${id} and another value already exists.`);
  }
  if (known === undefined) {
    secret.versions.push({ id, value, createdAt: scene.now });
    const stages = textsAt(params, 'VersionStages');
    for (const label of stages.length === 0 ? ['AWSCURRENT'] : stages) moveLabel(secret, label, id);
    secret.changedAt = scene.now;
  }
  return written(secret, { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: labelsOf(secret, id) });
}

/** A label that sits on a version must be taken from it by name. */
function updateStage(params: JsonObject, scene: Scene): Outcome {
  const secret = secretIn(params, scene);
  const label = textAt(params, 'VersionStage') ?? '';
  const to = textAt(params, 'MoveToVersionId');
  const from = textAt(params, 'RemoveFromVersionId');
  const holder = secret.labels.get(label);
  if (to !== undefined && !secret.versions.some((one) => one.id === to)) throw notFound('secret version');
  if (holder !== undefined && holder !== to && holder !== from) {
    const message = `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`;
    throw new AwsFault('InvalidParameterException', message);
  }
  if (to === undefined && label === 'AWSCURRENT') throw invalid('AWSCURRENT cannot be removed, only moved.');
  if (to === undefined) secret.labels.delete(label);
  else moveLabel(secret, label, to);
  secret.changedAt = scene.now;
  return written(secret, { ARN: secret.arn, Name: secret.name });
}

function describe(params: JsonObject, scene: Scene): Outcome {
  const secret = secretIn(params, scene);
  const labelled = secret.versions.filter((one) => labelsOf(secret, one.id).length > 0);
  const stages = Object.fromEntries(labelled.map((one) => [one.id, labelsOf(secret, one.id)]));
  return { body: { ...secretView(secret), RotationEnabled: false, VersionIdsToStages: stages } };
}

function secretView(secret: SimulatedSecret): JsonObject {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    CreatedDate: secret.createdAt / 1_000,
    LastChangedDate: secret.changedAt / 1_000,
    Tags: Array.from(secret.tags, ([Key, Value]) => ({ Key, Value })),
  };
}

function list(params: JsonObject, scene: Scene): Outcome {
  const own = [...scene.account.secrets].filter(([place]) => place.startsWith(`${scene.region}/`));
  const size = numberAt(params, 'MaxResults') ?? 100;
  const { page, next } = pageByToken(own, textAt(params, 'NextToken'), size, badToken);
  const token = next === undefined ? {} : { NextToken: next };
  return { body: { SecretList: page.map(([, secret]) => secretView(secret)), ...token } };
}

function badToken(): AwsFault {
  return new AwsFault('InvalidNextTokenException', 'The NextToken value is invalid.');
}

/** Versions without any label are deprecated and shown only on request. */
function listVersions(params: JsonObject, scene: Scene): Outcome {
  const secret = secretIn(params, scene);
  const all = params['IncludeDeprecated'] === true;
  const shown = secret.versions.filter((one) => all || labelsOf(secret, one.id).length > 0);
  const versions = shown.map((one) => ({
    VersionId: one.id,
    VersionStages: labelsOf(secret, one.id),
    CreatedDate: one.createdAt / 1_000,
  }));
  return { body: { ARN: secret.arn, Name: secret.name, Versions: versions } };
}

function on(readOnly: boolean, run: Operation['run']): Operation {
  return { readOnly, target, run };
}

/** Secrets Manager. GetSecretValue is a management event, so LookupEvents shows it. */
export const secretsManagerOperations: Operations = {
  CreateSecret: on(false, create),
  DescribeSecret: on(true, describe),
  GetSecretValue: on(true, getValue),
  PutSecretValue: on(false, putValue),
  UpdateSecretVersionStage: on(false, updateStage),
  ListSecretVersionIds: on(true, listVersions),
  ListSecrets: { readOnly: true, run: list },
};
