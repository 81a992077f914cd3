import { checkPrimeSync, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { JsonObject } from '../../json.ts';
import { type Seeded, seeded } from '../../seeded.ts';
import { DAY } from '../dates.ts';
import type { Scene } from '../operation.ts';
import type { World } from '../world.ts';

/** The key pair that signs the digests of one region. */
export interface DigestKey {
  readonly privateKey: KeyObject;
  /** PKCS#1, DER: what ListPublicKeys gives. */
  readonly publicDer: Buffer;
  /** MD5 of the DER, hex. */
  readonly fingerprint: string;
}

const EXPONENT = 65_537n;

/** A 2,048-bit RSA pair from a seed, so that signatures are the same in every run. Worthless outside a simulation. */
export function makeDigestKey(seed: string): DigestKey {
  const random = seeded(`${seed}/digest-key`);
  const p = prime(random);
  const q = prime(random);
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: base64(p * q),
      e: base64(EXPONENT),
      d: base64(d),
      p: base64(p),
      q: base64(q),
      dp: base64(d % (p - 1n)),
      dq: base64(d % (q - 1n)),
      qi: base64(inverse(q, p)),
    },
  });
  const publicDer = createPublicKey(privateKey).export({ format: 'der', type: 'pkcs1' });
  return { privateKey, publicDer, fingerprint: createHash('md5').update(publicDer).digest('hex') };
}

/** 1,024 bits with the two highest set, so that the product has 2,048. */
function prime(random: Seeded): bigint {
  const start = BigInt(`0x${random.bytes(128).toString('hex')}`) | (3n << 1_022n) | 1n;
  for (let candidate = start; ; candidate += 2n) {
    if (candidate % EXPONENT !== 1n && checkPrimeSync(candidate)) return candidate;
  }
}

/** The x with value * x = 1 modulo `modulus`, by Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high] = [value % modulus, modulus];
  let [x, y] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high % low, low];
    [x, y] = [y - quotient * x, x];
  }
  return ((x % modulus) + modulus) % modulus;
}

function base64(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}

/** Each region has its own key; ListPublicKeys must be asked in the digest's region. */
export function digestKeyOf(world: World, region: string): DigestKey {
  const known = world.digestKeys.get(region);
  if (known !== undefined) return known;
  const key = makeDigestKey(`${world.seed}/${region}`);
  world.digestKeys.set(region, key);
  return key;
}

export function publicKeys(scene: Scene): JsonObject[] {
  const { publicDer, fingerprint } = digestKeyOf(scene.world, scene.region);
  return [
    {
      Value: publicDer.toString('base64'),
      ValidityStartTime: (scene.now - 365 * DAY) / 1_000,
      ValidityEndTime: (scene.now + 365 * DAY) / 1_000,
      Fingerprint: fingerprint,
    },
  ];
}
