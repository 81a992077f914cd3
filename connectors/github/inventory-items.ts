import type { CredentialFacts, CredentialState, InventoryItem } from '../../src/core/credential.ts';
import type { CredentialKind } from '../../src/core/event.ts';
import { aliasOf } from '../../src/core/event.ts';
import type { Json } from './json.ts';
import { isObject, listOf, objectOf, textOf, wordOf } from './json.ts';
import { firstTime } from './records/record-time.ts';
import { identifierOfHash, sshIdentifier, tokenNumber } from './records/token-hash.ts';

const MAX_DETAIL = 200;
const MAX_POWERS = 100;

interface Row {
  readonly identifier: string;
  readonly kind: CredentialKind;
  readonly actor: string;
  readonly account: string;
  readonly state: CredentialState;
  readonly created: unknown;
  readonly expires: unknown;
  readonly used: unknown;
  readonly detail: string;
  /** What it may change; null where the list does not say. */
  readonly powers: readonly string[] | null;
  /** What actions must know when it is gone from the list. */
  readonly facts?: CredentialFacts;
}

/** Classic scopes that change nothing; the rest of those that only read begin with `read:`. */
const READING_SCOPES = new Set(['user:email']);

/** Grant of a fine-grained token; the log knows the token by the same `token_id`. */
export function grantItem(grant: Json, account: string): InventoryItem | null {
  return itemOf({
    identifier: tokenNumber(wordOf(grant['token_id'])),
    kind: 'token',
    actor: loginOf(grant['owner']),
    account,
    state: grant['token_expired'] === true ? 'expired' : 'active',
    created: grant['access_granted_at'],
    expires: grant['token_expires_at'],
    used: grant['token_last_used_at'],
    detail: `${textOf(grant['token_name'])}: ${permissionsOf(grant['permissions']).join(' ')} on ${textOf(grant['repository_selection'])} repositories`,
    powers: writesOf(grant['permissions']),
  });
}

/** Token or SSH key that its owner has authorised for single sign-on. */
export function authorizationItem(entry: Json, account: string): InventoryItem | null {
  const type = textOf(entry['credential_type']).toLowerCase();
  const isKey = type.includes('ssh');
  const isApps = type.includes('app');
  return itemOf({
    identifier: isKey
      ? sshIdentifier('', textOf(entry['fingerprint']))
      : tokenNumber(wordOf(entry['authorized_credential_id'])),
    kind: isKey ? 'ssh-key' : isApps ? 'oauth-token' : 'token',
    actor: textOf(entry['login']),
    account,
    state: 'active',
    created: entry['credential_authorized_at'],
    expires: entry['authorized_credential_expires_at'],
    used: entry['credential_accessed_at'],
    detail: [
      textOf(entry['authorized_credential_note']) || textOf(entry['authorized_credential_title']),
      listOf(entry['scopes']).map(wordOf).join(' '),
    ]
      .filter((text) => text !== '')
      .join(': '),
    // An SSH key may do whatever its owner may.
    powers: isKey ? null : writingScopes(entry['scopes']),
    ...(isKey ? { facts: { holder: 'user' } } : {}),
  });
}

export function installationItem(entry: Json, account: string): InventoryItem | null {
  const id = wordOf(entry['id']);
  return itemOf({
    identifier: id === '' ? '' : `installation/${id}`,
    kind: 'app-token',
    actor: `${textOf(entry['app_slug'])}[bot]`,
    account,
    state: textOf(entry['suspended_at']) === '' ? 'active' : 'inactive',
    created: entry['created_at'],
    expires: null,
    used: null,
    detail: `${permissionsOf(entry['permissions']).join(' ')} on ${textOf(entry['repository_selection'])} repositories`,
    powers: writesOf(entry['permissions']),
  });
}

export function deployKeyItem(key: Json, account: string, repository: string): InventoryItem | null {
  return itemOf({
    identifier: sshIdentifier(textOf(key['key']), ''),
    kind: 'ssh-key',
    actor: textOf(key['added_by']),
    account,
    state: key['enabled'] === false ? 'inactive' : 'active',
    created: key['created_at'],
    expires: null,
    used: key['last_used'],
    detail: `${repository}, ${key['read_only'] === true ? 'read only' : 'read and write'}`,
    facts: {
      holder: 'repository',
      repository,
      keyId: wordOf(key['id']),
      title: textOf(key['title']),
      readOnly: String(key['read_only'] === true),
    },
    powers: key['read_only'] === true ? [] : ['contents:write'],
  });
}

export function userKeyItem(key: Json): InventoryItem | null {
  return itemOf({
    identifier: sshIdentifier(textOf(key['key']), ''),
    kind: 'ssh-key',
    actor: '',
    account: '',
    state: 'active',
    created: key['created_at'],
    expires: null,
    used: key['last_used'],
    detail: textOf(key['title']),
    facts: { holder: 'user' },
    powers: null,
  });
}

/** Classic token as an enterprise server lists it to its administrators, hash and all. */
export function serverTokenItem(token: Json): InventoryItem | null {
  return itemOf({
    identifier: identifierOfHash(textOf(token['hashed_token'])),
    kind: 'token',
    actor: loginOf(token['user']),
    account: '',
    state: 'active',
    created: token['created_at'],
    expires: token['expires_at'],
    used: token['last_accessed_at'] ?? token['accessed_at'],
    detail: listOf(token['scopes']).map(wordOf).join(' '),
    powers: writingScopes(token['scopes']),
  });
}

/** SSH key of a user or repository, as an enterprise server lists it to its administrators. */
export function serverKeyItem(key: Json): InventoryItem | null {
  const isDeployKey = wordOf(key['repository_id']) !== '';
  return itemOf({
    identifier: sshIdentifier(textOf(key['key']), ''),
    kind: 'ssh-key',
    actor: '',
    account: '',
    state: 'active',
    created: key['created_at'],
    expires: null,
    used: key['last_used'],
    detail: textOf(key['title']),
    powers: !isDeployKey ? null : key['read_only'] === true ? [] : ['contents:write'],
  });
}

function itemOf(row: Row): InventoryItem | null {
  if (row.identifier === '') return null;
  return {
    alias: aliasOf('github', row.identifier),
    kind: row.kind,
    actor: row.actor,
    account: row.account,
    state: row.state,
    createdAt: firstTime(row.created),
    expiresAt: firstTime(row.expires),
    lastUsed: firstTime(row.used),
    lastUsedDetail: row.detail.slice(0, MAX_DETAIL),
    ...(row.powers === null ? {} : { powers: row.powers.slice(0, MAX_POWERS) }),
    ...(row.facts === undefined ? {} : { facts: row.facts }),
  };
}

function loginOf(user: unknown): string {
  return textOf(objectOf(user)['login']);
}

/** `contents:write`, `members:read`, whatever level of nesting they come in. */
function permissionsOf(value: unknown): readonly string[] {
  return Object.entries(objectOf(value)).flatMap(([name, level]) => {
    if (isObject(level)) return permissionsOf(level);
    return typeof level === 'string' ? [`${name}:${level}`] : [];
  });
}

/** null where the answer shows no permissions. */
function writesOf(permissions: unknown): readonly string[] | null {
  return isObject(permissions) ? permissionsOf(permissions).filter((one) => !one.endsWith(':read')) : null;
}

function writingScopes(scopes: unknown): readonly string[] | null {
  if (!Array.isArray(scopes)) return null;
  return scopes.map(wordOf).filter((scope) => scope !== '' && !scope.startsWith('read:') && !READING_SCOPES.has(scope));
}
