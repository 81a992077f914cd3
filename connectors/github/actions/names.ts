import type { Credential } from '../../../src/core/credential.ts';

const PREFIX = 'github:';

/** The names by which GitHub knows a credential; '' for those that we do not know. */
export interface Names {
  /** SHA-256 of a token in hex. */
  readonly hash: string;
  /** `token_id` of the log and of grants. */
  readonly tokenId: string;
  /** `SHA256:...` of an SSH key. */
  readonly fingerprint: string;
  readonly hook: string;
  readonly installation: string;
  /** Slug of an app whose private key somebody reported. */
  readonly appKey: string;
  /** Client id of an app whose client secret somebody reported. */
  readonly clientSecret: string;
  /** App id of an app whose webhook secret somebody reported. */
  readonly appHook: string;
}

export function namesOf(credential: Credential): Names {
  const names = [credential.id, ...credential.aliases]
    .filter((alias) => alias.startsWith(PREFIX))
    .map((alias) => alias.slice(PREFIX.length));
  const behind = (prefix: string): string => names.find((name) => name.startsWith(prefix))?.slice(prefix.length) ?? '';
  return {
    hash: names.find((name) => /^[0-9a-f]{64}$/.test(name)) ?? '',
    tokenId: behind('token-id/'),
    fingerprint: behind('ssh/'),
    hook: behind('hook/'),
    installation: behind('installation/'),
    appKey: behind('app-key/'),
    clientSecret: behind('client-secret/'),
    appHook: behind('app-hook/'),
  };
}

/** `1f3c…9a07`: enough of a digest for people to compare. */
export function shortName({ fingerprint, hash, hook, tokenId }: Names): string {
  if (hash !== '') return `${hash.slice(0, 4)}…${hash.slice(-4)}`;
  if (tokenId !== '') return `with id ${tokenId}`;
  if (fingerprint !== '') return `${fingerprint.slice(0, 14)}…`;
  return hook;
}
