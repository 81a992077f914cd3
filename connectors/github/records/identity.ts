import type { ActorKind, CredentialKind } from '../../../src/core/event.ts';
import type { Json } from '../json.ts';
import { fieldOf, objectOf, wordIn } from '../json.ts';
import { identifierOfHash, tokenNumber } from './token-hash.ts';

const NONE: readonly string[] = Object.freeze([]);

/** Who acted, and with what. */
export interface Identity {
  readonly actorKind: ActorKind;
  readonly actor: string;
  readonly credential: string;
  readonly credentialKind: CredentialKind;
  /** The number of the token, by which lists of grants know it. */
  readonly aliases: readonly string[];
}

export function identityOf(record: Json): Identity {
  const actor = wordIn(record, 'actor');
  const type = wordIn(record, 'programmatic_access_type').toLowerCase();
  const hash = identifierOfHash(wordIn(record, 'hashed_token'));
  const number = isAboutToken(record) ? '' : tokenNumber(wordIn(record, 'token_id'));
  const credential = hash === '' ? number : hash;
  return {
    actorKind: actorKindOf(record, actor),
    actor,
    credential,
    credentialKind: kindOf(type, credential, actor),
    aliases: number === '' || number === credential ? NONE : [number],
  };
}

/** Done in a browser to somebody's token: then the number is of that token, not of a credential in use. */
export function isAboutToken(record: Json): boolean {
  const isGrant = wordIn(record, 'action').startsWith('personal_access_token.');
  return isGrant && wordIn(record, 'hashed_token') === '' && wordIn(record, 'programmatic_access_type') === '';
}

/**
 * Tokens of apps live an hour, those of their users eight: as sessions they are remembered by who holds them,
 * since a memory of each would never learn anything.
 */
function kindOf(type: string, credential: string, actor: string): CredentialKind {
  if (type.includes('public key') || actor === 'deploy_key') return 'ssh-key';
  if (type.includes('server-to-server') || type.includes('user-to-server')) return 'session';
  if (credential === '') return 'none';
  return type.includes('oauth') ? 'oauth-token' : 'token';
}

function actorKindOf(record: Json, actor: string): ActorKind {
  if (actor === '' || actor === 'github') return 'unknown';
  if (actor.endsWith('[bot]') || actor === 'deploy_key') return 'app';
  return fieldOf(record, 'actor_is_bot') === true ? 'app' : 'user';
}

/** Two letters; shown where the address itself is not disclosed. The schema has another name than real records. */
export function countryOf(record: Json): string {
  const place = objectOf(fieldOf(record, 'actor_location'));
  const country = wordIn(place, 'country_code');
  return /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : '';
}

/** The organisation, else the enterprise, else the owner of the repository. */
export function accountOf(record: Json): string {
  const named = wordIn(record, 'org') || wordIn(record, 'business');
  if (named !== '') return named;
  const repository = wordIn(record, 'repo') || wordIn(record, 'repository');
  const owner = repository.includes('/') ? repository.slice(0, repository.indexOf('/')) : '';
  return owner || wordIn(record, 'org_id');
}
