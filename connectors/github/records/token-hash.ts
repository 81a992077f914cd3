import { createHash } from 'node:crypto';

const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** Under which name we keep a token: SHA-256 of the whole token with its prefix, in hex. */
export function tokenIdentifier(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

/** As the audit log prints and searches it: the same digest in base64. */
export function loggedHash(identifier: string): string {
  return Buffer.from(identifier, 'hex').toString('base64');
}

/** `hashed_token` in our spelling: base64 in the audit log, hex in the API for OAuth applications; '' for neither. */
export function identifierOfHash(hash: string): string {
  const text = hash.trim();
  if (HEX.test(text)) return text.toLowerCase();
  return BASE64.test(text) ? Buffer.from(text, 'base64').toString('hex') : '';
}

/** The name of a credential of which only GitHub's own number is known. */
export function tokenNumber(id: string): string {
  return /^[1-9]\d*$/.test(id) ? `token-id/${id}` : '';
}

/** The name of an SSH key: SHA-256 fingerprint as OpenSSH prints it, computed from the public key where that is given. */
export function sshIdentifier(key: string, fingerprint: string): string {
  const body = /^(?:ssh-|ecdsa-|sk-)\S+ ([A-Za-z0-9+/=]{32,})/.exec(key)?.[1];
  if (body !== undefined) {
    const digest = createHash('sha256').update(Buffer.from(body, 'base64')).digest('base64').replace(/=+$/, '');
    return `ssh/SHA256:${digest}`;
  }
  const printed = fingerprint.trim().replace(/=+$/, '');
  if (printed === '') return '';
  return /^[A-Za-z0-9+/]{43}$/.test(printed) ? `ssh/SHA256:${printed}` : `ssh/${printed}`;
}
