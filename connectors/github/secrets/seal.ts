import sodium from 'libsodium-wrappers';
import type { Secret } from '../../../src/core/secret.ts';

/** Seals a secret for the holder of the private key: what GitHub takes for its secret stores. @param key base64 */
export async function sealed(secret: Secret, key: string): Promise<string> {
  await sodium.ready;
  const box = sodium.crypto_box_seal(sodium.from_string(secret.reveal()), Buffer.from(key, 'base64'));
  return Buffer.from(box).toString('base64');
}
