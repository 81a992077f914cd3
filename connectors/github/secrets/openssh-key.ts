import { generateKeyPairSync } from 'node:crypto';
import { Secret } from '../../../src/core/secret.ts';

const TYPE = 'ssh-ed25519';
/** Twice the same number, by which OpenSSH sees whether a key was decrypted; this one is not encrypted. */
const CHECK = 0x6b657977;
const BLOCK = 8;

export interface SshKeyPair {
  /** `ssh-ed25519 AAAA...` */
  readonly publicKey: string;
  /** In OpenSSH's own format (PROTOCOL.key of its source), which is the one that all of its versions read. */
  readonly privateKey: Secret;
}

export function newSshKeyPair(): SshKeyPair {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const open = Buffer.from(x, 'base64url');
  const seed = Buffer.from(d, 'base64url');
  const publicBlob = Buffer.concat([sized(Buffer.from(TYPE)), sized(open)]);
  const secretPart = padded(
    Buffer.concat([
      number(CHECK),
      number(CHECK),
      publicBlob,
      sized(Buffer.concat([seed, open])),
      sized(Buffer.alloc(0)),
    ]),
  );
  const none = sized(Buffer.from('none'));
  const blob = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    none,
    none,
    sized(Buffer.alloc(0)),
    number(1),
    sized(publicBlob),
    sized(secretPart),
  ]);
  const label = 'OPENSSH PRIVATE KEY';
  const lines = (blob.toString('base64').match(/.{1,70}/g) ?? []).join('\n');
  return {
    publicKey: `${TYPE} ${publicBlob.toString('base64')}`,
    privateKey: new Secret(`-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`),
  };
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([number(bytes.length), bytes]);
}

/** To a multiple of the block, with 1, 2, 3, ... */
function padded(bytes: Buffer): Buffer {
  const missing = (BLOCK - (bytes.length % BLOCK)) % BLOCK;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
