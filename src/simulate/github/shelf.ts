import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { SecretShelf } from './model.ts';
import type { World } from './world.ts';

/** ASN.1 around 32 bytes of an X25519 private key (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The secrets at a place, with a key pair of its own. */
export function shelfOf(world: World, place: string): SecretShelf {
  const known = world.shelves.get(place);
  if (known !== undefined) return known;
  const privateKey = world.random.bytes(32);
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, privateKey]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const shelf: SecretShelf = {
    keyId: String(world.random.between(10 ** 12, 10 ** 13)),
    publicKey: Buffer.from(x, 'base64url'),
    privateKey,
    secrets: new Map(),
  };
  world.shelves.set(place, shelf);
  return shelf;
}
