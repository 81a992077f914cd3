import type { Minted } from '../../../src/core/event.ts';
import { isKeyId, keyKind } from './key-ids.ts';
import type { OperationKind } from './operations.ts';
import { recordTime } from './record-time.ts';
import type { CloudTrailRecord, Json } from './schema.ts';
import { isObject, objectOf, textOf } from './schema.ts';
import type { Identity } from './user-identity.ts';

const NONE: readonly Minted[] = Object.freeze([]);

/**
 * Credentials made by a successful call: whatever names a new key id in its answer, and the
 * credentials that have no key id (password, service-specific credential, console session).
 */
export function mintedBy(record: CloudTrailRecord, kind: OperationKind, identity: Identity): readonly Minted[] {
  const response = record.responseElements;
  if (!isObject(response)) return kind.key === 'iam:UpdateLoginProfile' ? password(record, identity) : NONE;
  // `GetSigninToken` repeats the caller's own key in its answer; what is new is the console session.
  if (kind.key === 'signin:GetSigninToken' || kind.key === 'signin:ConsoleLogin')
    return consoleSession(record, identity);
  if (isObject(response['credentials'])) return temporary(record, response['credentials'], identity);
  if (isObject(response['accessKey'])) return accessKey(response['accessKey'], identity);
  return withoutKeyId(record, kind, response, identity);
}

/** Sessions: of a role, of a user, of a federated name, of the console. */
function temporary(record: CloudTrailRecord, credentials: Json, identity: Identity): readonly Minted[] {
  const alias = textOf(credentials['accessKeyId']);
  if (!isKeyId(alias) || alias === identity.credential) return NONE;
  const actor = textOf(objectOf(record.requestParameters)['roleArn']);
  return [{ alias, kind: keyKind(alias, true), actor, expires: recordTime(credentials['expiration']) }];
}

function accessKey(key: Json, identity: Identity): readonly Minted[] {
  const alias = textOf(key['accessKeyId']);
  if (!isKeyId(alias)) return NONE;
  return [{ alias, kind: 'key', actor: userOf(textOf(key['userName']), identity), expires: null }];
}

function withoutKeyId(
  record: CloudTrailRecord,
  kind: OperationKind,
  response: Json,
  identity: Identity,
): readonly Minted[] {
  switch (kind.key) {
    case 'iam:CreateLoginProfile':
      return password(record, identity);
    case 'iam:CreateServiceSpecificCredential':
    case 'iam:ResetServiceSpecificCredential':
      return named(objectOf(response['serviceSpecificCredential']), 'serviceSpecificCredentialId', 'token', identity);
    case 'iam:UploadSSHPublicKey':
      return named(objectOf(response['sSHPublicKey']), 'sSHPublicKeyId', 'ssh-key', identity);
    default:
      return NONE;
  }
}

function named(made: Json, member: string, kind: Minted['kind'], identity: Identity): readonly Minted[] {
  const alias = textOf(made[member]);
  if (!isKeyId(alias)) return NONE;
  const expires = recordTime(made['expirationDate']);
  return [{ alias, kind, actor: userOf(textOf(made['userName']), identity), expires }];
}

/** A password has no id; it is named by its user, of whom there is one. */
function password(record: CloudTrailRecord, identity: Identity): readonly Minted[] {
  const name = textOf(objectOf(record.requestParameters)['userName']);
  const user = name === '' ? identity.actor : userArnIn(identity, name);
  if (user === '' || identity.account === '') return NONE;
  return [{ alias: `password/${user}`, kind: 'password', actor: userOf(name, identity), expires: null }];
}

/** A console session is named by its sign-in ARN where the record shows one, else by who began it and when. */
function consoleSession(record: CloudTrailRecord, identity: Identity): readonly Minted[] {
  const context = objectOf(objectOf(record.userIdentity)['sessionContext']);
  const arn = textOf(context['signInSessionArn']) || textOf(objectOf(record.additionalEventData)['signInSessionArn']);
  if (arn === '' && identity.actor === '') return NONE;
  const alias = arn === '' ? `console/${identity.actor}/${textOf(record.eventTime)}` : arn;
  return [{ alias, kind: 'session', actor: '', expires: null }];
}

/** Actor id of a user of the caller's account, '' when it is the caller. */
function userOf(name: string, identity: Identity): string {
  if (name === '' || identity.account === '') return '';
  if (identity.actorKind === 'user' && identity.actor.slice(identity.actor.lastIndexOf('/') + 1) === name) return '';
  return userArnIn(identity, name);
}

/** The path of a user is not in the record; nearly all users have none. */
function userArnIn(identity: Identity, name: string): string {
  const partition = /^arn:([a-z-]+):/.exec(identity.actor)?.[1] ?? 'aws';
  return `arn:${partition}:iam::${identity.account}:user/${name}`;
}
