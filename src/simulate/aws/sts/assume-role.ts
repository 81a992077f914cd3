import { defined, type JsonObject, numberAt, textAt } from '../../json.ts';
import { mayDo } from '../authorize.ts';
import { publish } from '../cloudtrail/publish.ts';
import { buildRecord } from '../cloudtrail/record.ts';
import { isoSeconds, longDate } from '../dates.ts';
import { AwsFault } from '../fault.ts';
import type { Role, Session } from '../model.ts';
import type { LogFields, Operation, Outcome, Scene } from '../operation.ts';
import { need } from '../params.ts';
import type { Decision } from '../policy.ts';
import { parsePolicy } from '../policy-document.ts';
import { mintSession } from './mint.ts';
import { combined, trustOf } from './trust.ts';

function roleOf(params: JsonObject, scene: Scene): Role | undefined {
  const match = /^arn:[^:]+:iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/.exec(need(params, 'RoleArn'));
  return scene.world.accounts.get(match?.[1] ?? '')?.roles.get(match?.[2] ?? '');
}

/** A role that does not exist is denied, not "not found": STS does not tell the two apart. */
function judge(params: JsonObject, scene: Scene): Decision {
  const role = roleOf(params, scene);
  if (role === undefined) return 'implicit-deny';
  const own = mayDo(scene, 'sts:AssumeRole', { resource: role.arn });
  const context = new Map([['aws:PrincipalArn', scene.caller.role?.arn ?? scene.caller.arn]]);
  const externalId = textAt(params, 'ExternalId');
  if (externalId !== undefined) context.set('sts:ExternalId', externalId);
  return combined(trustOf(role, scene, context), own, accountOfArn(role.arn) === scene.caller.account);
}

function accountOfArn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** 15 minutes up to the role's maximum; one hour when a role session asks (role chaining). */
function lifetime(params: JsonObject, role: Role, scene: Scene): number {
  const seconds = numberAt(params, 'DurationSeconds') ?? 3_600;
  const highest = scene.caller.credential.kind === 'role' ? 3_600 : role.maxSessionSeconds;
  if (seconds < 900 || seconds > highest) {
    const message = `The requested DurationSeconds exceeds the MaxSessionDuration set for this role.`;
    throw new AwsFault('ValidationError', message, 400, 'ValidationException');
  }
  return seconds;
}

function run(params: JsonObject, scene: Scene): Outcome {
  const role = roleOf(params, scene);
  if (role === undefined) throw new AwsFault('AccessDenied', 'Not authorized to perform sts:AssumeRole', 403);
  const { credential } = scene.caller;
  const policy = textAt(params, 'Policy');
  const session = mintSession(scene.world, {
    kind: 'role',
    account: accountOfArn(role.arn),
    principal: role.name,
    name: need(params, 'RoleSessionName'),
    parentKeyId: credential.id,
    region: scene.region,
    seconds: lifetime(params, role, scene),
    sourceIdentity: textAt(params, 'SourceIdentity') ?? inheritedIdentity(scene),
    policy: policy === undefined ? undefined : parsePolicy(policy),
  });
  return answer(params, scene, role, session);
}

/** The source identity survives role chaining and cannot be changed (IAM user guide). */
function inheritedIdentity(scene: Scene): string | undefined {
  const { credential } = scene.caller;
  return credential.kind === 'role' ? credential.sourceIdentity : undefined;
}

function answer(params: JsonObject, scene: Scene, role: Role, session: Session): Outcome {
  const assumed = {
    AssumedRoleId: `${role.id}:${session.name}`,
    Arn: `arn:aws:sts::${session.account}:assumed-role/${role.name}/${session.name}`,
  };
  const crossAccount = session.account !== scene.caller.account;
  const sharedEventID = crossAccount ? scene.world.random.uuid() : undefined;
  const fields: LogFields = {
    requestParameters: assumeParameters(params),
    responseElements: assumeResponse(role, session),
    resources: [{ accountId: session.account, type: 'AWS::IAM::Role', ARN: role.arn }],
    ...(sharedEventID === undefined ? {} : { sharedEventID }),
  };
  if (sharedEventID !== undefined) recordForOwner(scene, session, fields);
  const source = session.sourceIdentity === undefined ? {} : { SourceIdentity: session.sourceIdentity };
  return {
    body: { Credentials: credentialsView(session), AssumedRoleUser: assumed, ...source },
    log: { ...fields, additionalEventData: requestDetails(scene.region) },
  };
}

function assumeParameters(params: JsonObject): JsonObject {
  return defined({
    roleArn: params['RoleArn'],
    roleSessionName: params['RoleSessionName'],
    durationSeconds: numberAt(params, 'DurationSeconds'),
    externalId: params['ExternalId'],
    sourceIdentity: params['SourceIdentity'],
    policy: params['Policy'],
  });
}

/** The record holds the session token, though not the secret key: readers must strip it. */
export function assumeResponse(role: Role, session: Session): JsonObject {
  return {
    credentials: loggedCredentials(session),
    assumedRoleUser: {
      assumedRoleId: `${role.id}:${session.name}`,
      arn: `arn:aws:sts::${session.account}:assumed-role/${role.name}/${session.name}`,
    },
  };
}

export function loggedCredentials(session: Session): JsonObject {
  return { accessKeyId: session.id, sessionToken: session.token, expiration: longDate(session.expiresAt) };
}

export function credentialsView(session: Session): JsonObject {
  return {
    AccessKeyId: session.id,
    SecretAccessKey: session.secret,
    SessionToken: session.token,
    Expiration: isoSeconds(session.expiresAt),
  };
}

export function requestDetails(region: string): JsonObject {
  return { RequestDetails: { endpointType: 'regional', awsServingRegion: region } };
}

/** What the role's owner sees of a cross-account call: the account but neither the key nor its name. */
function recordForOwner(scene: Scene, session: Session, fields: LogFields): void {
  const { caller, world } = scene;
  const record = buildRecord({
    at: scene.now,
    eventID: world.random.uuid(),
    requestID: world.random.uuid(),
    service: 'sts',
    eventName: 'AssumeRole',
    region: scene.region,
    sourceIPAddress: scene.origin.ip,
    userAgent: scene.origin.agent,
    userIdentity: { type: 'AWSAccount', principalId: caller.principalId, accountId: caller.account },
    readOnly: true,
    recipientAccountId: session.account,
    requestParameters: fields.requestParameters ?? null,
    responseElements: fields.responseElements ?? null,
    resources: fields.resources,
    sharedEventID: fields.sharedEventID,
    additionalEventData: requestDetails(scene.region),
  });
  publish(world, record, session.account, scene.region, scene.now);
}

/** Logged as read-only although it mints credentials. */
export const assumeRole: Operation = {
  readOnly: true,
  target: (params) => ({ resource: textAt(params, 'RoleArn') ?? '*' }),
  authorize: judge,
  run,
};
