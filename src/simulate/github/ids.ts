import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Seeded } from '../seeded.ts';
import type { TokenKind } from './model.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PREFIXES = { classic: 'ghp_', oauth: 'gho_', 'app-user': 'ghu_' } as const;

/** A token of the right shape whose checksum holds; made at run time, so that no scanner finds one in the source. */
export function newToken(random: Seeded, kind: TokenKind, appId: number): string {
  switch (kind) {
    case 'fine-grained':
      return fineGrained(random);
    case 'installation':
      return installation(random, appId);
    default: {
      const body = random.text(BASE62, 30);
      return PREFIXES[kind] + body + base62(crc32(body));
    }
  }
}

/** `@timestamp` and this decide the order of the log. */
export function newDocumentId(random: Seeded): string {
  return random.bytes(16).toString('base64url');
}

/** SHA-256 in base64 with its padding, as the audit log has it. */
export function hashedToken(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

export function hexHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A public key as OpenSSH writes it; nobody has its private half. */
export function newPublicKey(random: Seeded): string {
  const type = Buffer.from('ssh-ed25519');
  const blob = [sized(type), sized(random.bytes(32))];
  return `ssh-ed25519 ${Buffer.concat(blob).toString('base64')}`;
}

/** `SHA256:...` without the prefix and padding. */
export function fingerprintOf(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  return createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function base62(value: number): string {
  let rest = value;
  let text = '';
  for (; rest > 0; rest = Math.floor(rest / 62)) text = (BASE62[rest % 62] ?? '') + text;
  return text.padStart(6, '0');
}

function fineGrained(random: Seeded): string {
  const head = `github_pat_${random.text(BASE62, 22)}_${random.text(BASE62, 43)}`;
  const digest = createHash('sha256').update(head).digest();
  const bits = [...digest.subarray(0, 5)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const mark = (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)] ?? '').join('');
  return head + mark + random.text(BASE62, 8);
}

/** The form of 2026: the app's id and a signed text. */
function installation(random: Seeded, appId: number): string {
  const header = Buffer.from(JSON.stringify({ alg: 'RS256', typ: 'JWT' })).toString('base64url');
  const claims = Buffer.from(JSON.stringify({ jti: random.uuid(), app: appId })).toString('base64url');
  return `ghs_${appId}_${header}.${claims}.${random.bytes(256).toString('base64url')}`;
}
