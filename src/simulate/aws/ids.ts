import type { Seeded } from '../seeded.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 20 characters: long-term (`AKIA`) and temporary (`ASIA`) access keys. */
export function accessKeyId(prefix: 'AKIA' | 'ASIA', account: string, random: Seeded): string {
  return prefix + encodeAccount(account, random) + random.text(BASE32, 6);
}

/** 21 characters: unique ids of users (`AIDA`), roles (`AROA`) and the rest. */
export function uniqueId(prefix: 'AIDA' | 'AROA' | 'ANPA' | 'ACCA', account: string, random: Seeded): string {
  return prefix + encodeAccount(account, random) + random.text(BASE32, 7);
}

/**
 * The ten characters that carry the account: 50 bits, of which the first is set in every key seen, the next 40 are the
 * account number and the rest has no known meaning. Source: public decodings of real key ids.
 */
function encodeAccount(account: string, random: Seeded): string {
  let bits = (1n << 49n) | (BigInt(account) << 9n) | BigInt(random.int(512));
  let text = '';
  for (let index = 0; index < 10; index++) {
    text = (BASE32[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return text;
}

/** The account that a key id names, as `GetAccessKeyInfo` tells it; undefined when it is no key id. */
export function accountOfKeyId(keyId: string): string | undefined {
  if (!/^A[A-Z]{3}[A-Z2-7]{16,17}$/.test(keyId)) return undefined;
  const bits = Array.from(keyId.slice(4, 14)).reduce((sum, char) => (sum << 5n) | BigInt(BASE32.indexOf(char)), 0n);
  return String((bits >> 9n) & 0xff_ffff_ffffn).padStart(12, '0');
}

/** 40 characters, as CreateAccessKey shows once. */
export function secretAccessKey(random: Seeded): string {
  return random.text(`${BASE62}+/`, 40);
}

/** Session tokens are opaque base64 that starts alike for all of a region. */
export function sessionToken(region: string, random: Seeded): string {
  const head = Buffer.concat([Buffer.from(`!\n\torigin_ec\0${region}`), random.bytes(240)]);
  return head.toString('base64');
}

/** The random tail of log file names and secret ARNs. */
export function randomTail(length: number, random: Seeded): string {
  return random.text(BASE62, length);
}
