import type { CredentialState, InventoryItem } from '../../src/core/credential.ts';
import type { CredentialKind } from '../../src/core/event.ts';
import { aliasOf } from '../../src/core/event.ts';
import type { Json } from './json.ts';
import { isObject, listOf, objectOf, textOf, wordOf } from './json.ts';
import { firstTime } from './record-time.ts';
import { identifierOfHash, sshIdentifier, tokenNumber } from './token-hash.ts';

const MAX_DETAIL = 200;

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
}

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
    detail: `${textOf(grant['token_name'])}: ${permissionsOf(grant['permissions'])} on ${textOf(grant['repository_selection'])} repositories`,
  });
}

/** Token or SSH key that its owner has authorised for single sign-on. */
export function authorizationItem(entry: Json, account: string): InventoryItem | null {
  const isKey = textOf(entry['credential_type']).toLowerCase().includes('ssh');
  return itemOf({
    identifier: isKey
      ? sshIdentifier('', textOf(entry['fingerprint']))
      : tokenNumber(wordOf(entry['authorized_credential_id'])),
    kind: isKey ? 'ssh-key' : 'token',
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
    detail: `${permissionsOf(entry['permissions'])} on ${textOf(entry['repository_selection'])} repositories`,
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
  };
}

function loginOf(user: unknown): string {
  return textOf(objectOf(user)['login']);
}

/** `contents:write members:read`, whatever level of nesting they come in. */
function permissionsOf(value: unknown): string {
  const found: string[] = [];
  for (const [name, level] of Object.entries(objectOf(value))) {
    if (isObject(level)) found.push(permissionsOf(level));
    else if (typeof level === 'string') found.push(`${name}:${level}`);
  }
  return found.filter((text) => text !== '').join(' ');
}
