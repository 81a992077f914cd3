import { createHash } from 'node:crypto';
import type { KeyFormat } from '../../src/core/connector.ts';
import type { CredentialKind } from '../../src/core/event.ts';
import { checksumOf } from './crc62.ts';
import { tokenIdentifier } from './records/token-hash.ts';

const CHECKSUM_CHARS = 6;

/** Families with a checksum: prefix, body, six characters of CRC-32. Older tokens and those of servers may have none. */
function checksummed(id: string, title: string, kind: CredentialKind, prefix: string, chars: number): KeyFormat {
  return {
    id,
    title,
    kind,
    sensitivity: 'secret',
    prefixes: [prefix],
    pattern: new RegExp(`(?<![A-Za-z0-9_])${prefix}[A-Za-z0-9]{${chars}}(?![A-Za-z0-9_])`),
    check(text) {
      const body = text.slice(prefix.length, -CHECKSUM_CHARS);
      return checksumOf(body) === text.slice(-CHECKSUM_CHARS) ? 'genuine' : 'sample';
    },
    identifiers: (text) => [tokenIdentifier(text)],
    account: () => '',
    mode: '',
  };
}

/** `github_pat_` 22 `_` 59. Its check is undocumented and known from few samples: it can confirm, never refute. */
const FINE_GRAINED: KeyFormat = {
  id: 'github.fine-grained-token',
  title: 'GitHub fine-grained personal access token',
  kind: 'token',
  sensitivity: 'secret',
  prefixes: ['github_pat_'],
  pattern: /(?<![A-Za-z0-9_])github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9_])/,
  check: (text) => (text.slice(-16, -8) === base32Digest(text.slice(0, -16)) ? 'genuine' : 'unknown'),
  identifiers: (text) => [tokenIdentifier(text)],
  account: () => '',
  mode: '',
};

/** Since April 2026 tokens of installations are `ghs_<app id>_<JWT>`, some 520 characters with dots. */
const INSTALLATION: KeyFormat = {
  id: 'github.installation-token',
  title: 'GitHub App installation token',
  kind: 'app-token',
  sensitivity: 'secret',
  prefixes: ['ghs_'],
  pattern: /(?<![A-Za-z0-9_])ghs_\d{1,12}_[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/,
  check: (text) => (isJwtHeader(text.slice(text.indexOf('_', 4) + 1).split('.')[0] ?? '') ? 'genuine' : 'sample'),
  identifiers: (text) => [tokenIdentifier(text)],
  account: () => '',
  mode: '',
};

export const GITHUB_KEYS: readonly KeyFormat[] = [
  checksummed('github.classic-token', 'GitHub personal access token (classic)', 'token', 'ghp_', 36),
  FINE_GRAINED,
  checksummed('github.oauth-token', 'GitHub OAuth access token', 'oauth-token', 'gho_', 36),
  checksummed('github.app-user-token', 'GitHub App user token', 'session', 'ghu_', 36),
  checksummed('github.short-installation-token', 'GitHub App installation token (short form)', 'app-token', 'ghs_', 36),
  INSTALLATION,
  checksummed('github.refresh-token', 'GitHub App refresh token', 'oauth-token', 'ghr_', 76),
];

function base32Digest(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...createHash('sha256').update(text).digest().subarray(0, 5)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)] ?? '').join('');
}

function isJwtHeader(part: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof header === 'object' && header !== null && 'alg' in header;
  } catch {
    return false;
  }
}
