import type { ActorKind, CredentialKind } from '../../../src/core/event.ts';
import { isKeyId, keyKind } from './key-ids.ts';
import type { Json } from './schema.ts';
import { isObject, objectOf, textOf } from './schema.ts';
import { isWorkload, serviceLinked } from './workload.ts';

/** Who acted and with what, from a record's `userIdentity`. */
export interface Identity {
  readonly actorKind: ActorKind;
  readonly actor: string;
  readonly session: string;
  readonly credential: string;
  readonly credentialKind: CredentialKind;
  readonly account: string;
  readonly invokedBy: string;
}

interface Principal {
  readonly kind: ActorKind;
  readonly actor: string;
  readonly session: string;
}

const NOBODY: Identity = {
  actorKind: 'unknown',
  actor: '',
  session: '',
  credential: '',
  credentialKind: 'none',
  account: '',
  invokedBy: '',
};

/**
 * Reads a `userIdentity` of any type, null included.
 * Shapes: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity
 */
export function identityOf(value: unknown): Identity {
  if (!isObject(value)) return NOBODY;
  const context = isObject(value['sessionContext']) ? value['sessionContext'] : null;
  const principal = principalOf(value, objectOf(context));
  const id = credentialId(value);
  return {
    actorKind: principal.kind,
    actor: principal.actor,
    session: principal.session,
    credential: id,
    credentialKind: id === '' ? 'none' : keyKind(id, context !== null),
    account: textOf(value['accountId']),
    invokedBy: textOf(value['invokedBy']),
  };
}

/** Callers with a bearer token (service API keys) show a credential id instead of an access key. */
function credentialId(identity: Json): string {
  const key = identity['accessKeyId'];
  if (typeof key === 'string' && isKeyId(key)) return key;
  const bearer = identity['credentialId'];
  return typeof bearer === 'string' && isKeyId(bearer) ? bearer : '';
}

function principalOf(identity: Json, context: Json): Principal {
  const type = identity['type'];
  switch (type) {
    case 'IAMUser':
      return { kind: 'user', actor: userArn(identity), session: '' };
    case 'AssumedRole':
    case 'Role':
      return rolePrincipal(identity, context);
    case 'Root':
      return { kind: 'root', actor: rootArn(identity), session: '' };
    case 'FederatedUser':
      return federatedUser(identity, context);
    case 'AWSService':
      return { kind: 'service', actor: textOf(identity['invokedBy']), session: '' };
    case 'AWSAccount':
      return otherAccount(identity);
    case 'SAMLUser':
    case 'WebIdentityUser':
      return { kind: 'federated', actor: externalName(identity), session: '' };
    case 'IdentityCenterUser':
      return { kind: 'user', actor: identityCenterName(identity), session: '' };
    default:
      return unnamed(identity);
  }
}

function userArn(identity: Json): string {
  const arn = textOf(identity['arn']);
  if (arn !== '') return arn;
  const account = textOf(identity['accountId']);
  const name = textOf(identity['userName']);
  return account === '' || name === '' ? textOf(identity['principalId']) : `arn:aws:iam::${account}:user/${name}`;
}

/** The root user's ARN; an account alias may stand in its place nowhere else. */
function rootArn(identity: Json): string {
  const arn = textOf(identity['arn']);
  return arn === '' ? `arn:aws:iam::${textOf(identity['accountId'])}:root` : arn;
}

function rolePrincipal(identity: Json, context: Json): Principal {
  const arn = textOf(identity['arn']);
  const issuer = textOf(objectOf(context['sessionIssuer'])['arn']);
  const role = issuer === '' ? roleArn(arn) : issuer;
  const session = sessionName(arn, textOf(identity['principalId']));
  if (serviceLinked(role)) return { kind: 'service', actor: role, session };
  return { kind: isWorkload(identity, context, role, session) ? 'workload' : 'role', actor: role, session };
}

/** `arn:aws:sts::1:assumed-role/Name/Session` to `arn:aws:iam::1:role/Name`: the path of the role is lost there. */
export function roleArn(arn: string): string {
  const parts = /^arn:([^:]+):sts::([^:]*):assumed-role\/([^/]+)(?:\/|$)/.exec(arn);
  return parts === null ? arn : `arn:${parts[1]}:iam::${parts[2]}:role/${parts[3]}`;
}

function sessionName(arn: string, principalId: string): string {
  const colon = principalId.indexOf(':');
  if (colon >= 0) return principalId.slice(colon + 1);
  return arn.includes(':assumed-role/') ? arn.slice(arn.lastIndexOf('/') + 1) : '';
}

/** A federation token speaks for the user who asked for it: that user is the stable principal. */
function federatedUser(identity: Json, context: Json): Principal {
  const arn = textOf(identity['arn']);
  const issuer = textOf(objectOf(context['sessionIssuer'])['arn']);
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return { kind: 'federated', actor: issuer === '' ? arn : issuer, session: name };
}

/** What the owner of a role sees of a caller from another account: no key, no name, an id at most. */
function otherAccount(identity: Json): Principal {
  const account = textOf(identity['accountId']);
  const principalId = textOf(identity['principalId']);
  const colon = principalId.indexOf(':');
  const stable = colon < 0 ? principalId : principalId.slice(0, colon);
  return {
    kind: 'account',
    actor: stable === '' || stable === account ? account : `${account}/${stable}`,
    session: colon < 0 ? '' : principalId.slice(colon + 1),
  };
}

function externalName(identity: Json): string {
  const provider = textOf(identity['identityProvider']);
  const name = textOf(identity['userName']);
  return name === '' ? textOf(identity['principalId']) : provider === '' ? name : `${provider}:${name}`;
}

function identityCenterName(identity: Json): string {
  const behalf = objectOf(identity['onBehalfOf']);
  const store = textOf(behalf['identityStoreArn']);
  const user = textOf(behalf['userId']);
  return user === '' ? textOf(identity['userName']) : store === '' ? user : `${store}/user/${user}`;
}

/** Service events carry an account and a service, no type at all. */
function unnamed(identity: Json): Principal {
  const service = textOf(identity['invokedBy']);
  const arn = textOf(identity['arn']);
  if (identity['type'] === undefined && arn === '' && service !== '')
    return { kind: 'service', actor: service, session: '' };
  const actor = arn === '' ? textOf(identity['principalId']) || textOf(identity['userName']) || service : roleArn(arn);
  return { kind: 'unknown', actor, session: arn.includes(':assumed-role/') ? sessionName(arn, '') : '' };
}
