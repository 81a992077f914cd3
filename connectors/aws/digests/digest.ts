import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Millis } from '../../../src/core/time.ts';
import { recordTime } from '../records/record-time.ts';
import type { Json } from '../records/schema.ts';
import { isObject, listOf, textOf } from '../records/schema.ts';

/** A digest file as it lies in the bucket, unpacked. */
export interface StoredDigest {
  readonly bucket: string;
  readonly key: string;
  /** Uncompressed, exactly: what is hashed are these bytes. */
  readonly bytes: Uint8Array;
  /** Object metadata `signature`, in hex. */
  readonly signature: string;
}

export interface LogSeal {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of the uncompressed file, in hex. */
  readonly sha256: string;
}

/** What a digest says, see the CloudTrail user guide, "digest file structure". */
export interface Digest {
  readonly start: Millis;
  readonly end: Millis;
  /** As written, because it is signed as written. */
  readonly endText: string;
  readonly place: string;
  readonly fingerprint: string;
  /** '' in the first digest of a chain. */
  readonly previousKey: string;
  readonly previousHash: string;
  readonly previousSignature: string;
  readonly logs: readonly LogSeal[];
}

/** null when the bytes are no digest. */
export function parseDigest(bytes: Uint8Array): Digest | null {
  const json = parsed(bytes);
  const start = recordTime(json?.['digestStartTime']);
  const end = recordTime(json?.['digestEndTime']);
  if (json === null || start === null || end === null) return null;
  return {
    start,
    end,
    endText: textOf(json['digestEndTime']),
    place: `${textOf(json['digestS3Bucket'])}/${textOf(json['digestS3Object'])}`,
    fingerprint: textOf(json['digestPublicKeyFingerprint']),
    previousKey: textOf(json['previousDigestS3Object']),
    previousHash: textOf(json['previousDigestHashValue']),
    previousSignature: textOf(json['previousDigestSignature']),
    logs: listOf(json['logFiles']).filter(isObject).map(sealOf),
  };
}

function parsed(bytes: Uint8Array): Json | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function sealOf(file: Json): LogSeal {
  return { bucket: textOf(file['s3Bucket']), key: textOf(file['s3Object']), sha256: textOf(file['hashValue']) };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A public key as ListPublicKeys gives it. */
export interface SigningKeyInfo {
  /** MD5 of `der`, in hex. */
  readonly fingerprint: string;
  readonly der: Uint8Array;
}

/** Why the digest is not what AWS wrote, or '' when its seal holds. */
export function sealFault(stored: StoredDigest, digest: Digest, keys: readonly SigningKeyInfo[]): string {
  if (digest.place !== `${stored.bucket}/${stored.key}`) return `it was written for another place, ${digest.place}`;
  const key = keys.find(({ fingerprint }) => fingerprint === digest.fingerprint);
  if (key === undefined) return `AWS has no public key with the fingerprint ${digest.fingerprint || '(none)'}`;
  const publicKey = importKey(key.der);
  if (publicKey === null) return 'the public key that AWS gave cannot be read';
  // The very first digest has no predecessor and signs the word `null` in its place.
  const signed = [digest.endText, digest.place, sha256Of(stored.bytes), digest.previousSignature || 'null'].join('\n');
  const signature = Buffer.from(stored.signature, 'hex');
  const holds = signature.length > 0 && verify('RSA-SHA256', Buffer.from(signed), publicKey, signature);
  return holds ? '' : 'its signature does not match its content';
}

/** PKCS#1 as documented; one published sample key is SPKI. */
function importKey(der: Uint8Array): KeyObject | null {
  for (const type of ['pkcs1', 'spki'] as const) {
    try {
      return createPublicKey({ key: Buffer.from(der), format: 'der', type });
    } catch {
      // Not this encoding.
    }
  }
  return null;
}

/** Why `digest` does not follow on `previous`, or '' when it does. */
export function linkFault(previous: StoredDigest, digest: Digest): string {
  if (digest.previousKey !== previous.key) return 'the digest before it is not the one that it names';
  if (digest.previousHash !== sha256Of(previous.bytes)) return 'the digest before it was changed';
  return digest.previousSignature === previous.signature ? '' : 'the signature of the digest before it was changed';
}
