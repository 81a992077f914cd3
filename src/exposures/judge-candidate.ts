import { aliasOf, type CredentialKind } from '../core/event.ts';
import { displayForm, fingerprint } from '../kit/fingerprint.ts';
import { findKeys, type KeyMatch, type ProviderKeyFormat, prefixOf } from '../kit/key-scan.ts';

/** What one text tells about one credential; nothing in it can be turned back into the secret. */
export interface Sighting {
  /** Alias, '' when the key does not tell under which name logs show it. */
  readonly credential: string;
  /** Where the form of the secret tells. */
  readonly credentialKind?: CredentialKind;
  readonly fingerprint: string;
  readonly secretSeen: boolean;
  readonly summary: string;
  /** True when only its length and alphabet speak for it, and no id beside it. */
  readonly guess: boolean;
}

/** Finds the keys in a text and joins an id with the secret that stands beside it. */
export function sightingsIn(text: string, formats: readonly ProviderKeyFormat[], key: Uint8Array): readonly Sighting[] {
  const matches = distinct(findKeys(text, formats));
  const ids = matches.filter(({ format }) => format.sensitivity === 'identifier');
  const secrets = matches.filter(({ format }) => format.sensitivity === 'secret');
  const joined = new Map(secrets.map((secret) => [secret, partnerOf(secret, secrets, ids)] as const));
  const taken = new Set(joined.values());

  return [
    ...secrets.map((secret) => secretSighting(secret, joined.get(secret) ?? null, key)),
    ...ids.filter((id) => !taken.has(id)).flatMap(idSighting),
  ];
}

/**
 * The only id of the same provider beside the only secret of its format that does not name itself
 * (a temporary key has two such parts, of different formats); else nobody can tell.
 */
function partnerOf(secret: KeyMatch, secrets: readonly KeyMatch[], ids: readonly KeyMatch[]): KeyMatch | null {
  if (nameOf(secret) !== '') return null;
  const rivals = secrets.filter((other) => other.format.id === secret.format.id);
  const named = ids.filter((id) => id.provider === secret.provider && nameOf(id) !== '');
  const [only] = named;
  return rivals.length === 1 && named.length === 1 && only !== undefined ? only : null;
}

function secretSighting(secret: KeyMatch, partner: KeyMatch | null, key: Uint8Array): Sighting {
  const shown = displayForm(secret.text, prefixOf(secret.format, secret.text));
  return {
    credential: nameOf(partner ?? secret),
    ...kindOf(partner ?? secret),
    fingerprint: fingerprint(key, secret.text),
    secretSeen: true,
    summary: `${secret.format.title} ${shown}${doubtAbout(secret)}`,
    guess: partner === null && secret.format.prefixes.length === 0 && secret.format.check(secret.text) !== 'genuine',
  };
}

function idSighting(id: KeyMatch): readonly Sighting[] {
  const credential = nameOf(id);
  if (credential === '') return [];
  const summary = `${id.format.title} ${id.text} without its secret${doubtAbout(id)}`;
  return [{ credential, fingerprint: '', secretSeen: false, summary, guess: false }];
}

/** A failed check ranks, it does not discard: formats change. */
function doubtAbout(match: KeyMatch): string {
  return match.format.check(match.text) === 'sample' ? ', which fails its own check and may be an example' : '';
}

function nameOf(match: KeyMatch): string {
  const [identifier] = match.format.identifiers(match.text);
  return identifier === undefined ? '' : aliasOf(match.provider, identifier);
}

function kindOf({ format }: KeyMatch): { readonly credentialKind?: CredentialKind } {
  return format.kind === undefined ? {} : { credentialKind: format.kind };
}

function distinct(matches: readonly KeyMatch[]): readonly KeyMatch[] {
  return [...new Map(matches.map((match) => [match.text, match])).values()];
}
