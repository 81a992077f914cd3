import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Fetch } from '../../../../connectors/aws/digests/chain.ts';
import type { SigningKeyInfo } from '../../../../connectors/aws/digests/digest.ts';
import { HOUR, isoTime } from '../../../../src/core/time.ts';

export const BUCKET = 'acme-trail';
/** End of the first hour. */
export const FIRST_END: number = Date.UTC(2026, 10, 23, 1);

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const DER = publicKey.export({ format: 'der', type: 'pkcs1' });

export const KEYS: readonly SigningKeyInfo[] = [{ fingerprint: createHash('md5').update(DER).digest('hex'), der: DER }];
export const SPKI_KEYS: readonly SigningKeyInfo[] = KEYS.map(({ fingerprint }) => ({
  fingerprint,
  der: publicKey.export({ format: 'der', type: 'spki' }),
}));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Forged {
  readonly bytes: Uint8Array;
  readonly signature: string;
}

/** A bucket with a chain of digests as AWS would write it, one log file an hour, to be tampered with. */
export class ForgedBucket {
  readonly objects: Map<string, Forged> = new Map();
  readonly digests: string[] = [];
  #previous: { readonly key: string; readonly hash: string; readonly signature: string } | null = null;

  /** Adds the digests of some hours, starting at hour `from`. */
  hours(from: number, count: number): this {
    for (let hour = from; hour < from + count; hour += 1) this.#hour(FIRST_END + hour * HOUR);
    return this;
  }

  /** The chain begins anew, as after validation was switched off and on. */
  restart(): this {
    this.#previous = null;
    return this;
  }

  logKey(hour: number): string {
    return `AWSLogs/1/CloudTrail/us-east-1/${isoTime(FIRST_END + hour * HOUR)}.json.gz`;
  }

  digestKey(hour: number): string {
    return `AWSLogs/1/CloudTrail-Digest/us-east-1/${isoTime(FIRST_END + hour * HOUR)}.json.gz`;
  }

  fetch: Fetch = (_bucket, key) => {
    const object = this.objects.get(key);
    return Promise.resolve(object === undefined ? { kind: 'gone' } : { kind: 'object', ...object });
  };

  /** Replaces an object's content, keeping its signature. */
  rewrite(key: string, change: (text: string) => string, unpack: (bytes: Uint8Array) => Uint8Array): void {
    const object = this.objects.get(key);
    if (object === undefined) throw new Error(`no ${key}`);
    const text = change(Buffer.from(unpack(object.bytes)).toString());
    this.objects.set(key, { bytes: gzipSync(text), signature: object.signature });
  }

  #hour(end: number): void {
    const hour = (end - FIRST_END) / HOUR;
    const log = Buffer.from(JSON.stringify({ Records: [{ hour }] }));
    this.objects.set(this.logKey(hour), { bytes: gzipSync(log), signature: '' });
    const key = this.digestKey(hour);
    const body = {
      awsAccountId: '1',
      digestStartTime: isoTime(end - HOUR),
      digestEndTime: isoTime(end),
      digestS3Bucket: BUCKET,
      digestS3Object: key,
      digestPublicKeyFingerprint: KEYS[0]?.fingerprint,
      previousDigestS3Object: this.#previous?.key ?? null,
      previousDigestHashValue: this.#previous?.hash ?? null,
      previousDigestSignature: this.#previous?.signature ?? null,
      logFiles: [{ s3Bucket: BUCKET, s3Object: this.logKey(hour), hashValue: sha256(log) }],
    };
    const bytes = Buffer.from(JSON.stringify(body));
    const text = [isoTime(end), `${BUCKET}/${key}`, sha256(bytes), this.#previous?.signature ?? 'null'].join('\n');
    const signature = sign('RSA-SHA256', Buffer.from(text), privateKey).toString('hex');
    this.objects.set(key, { bytes: gzipSync(bytes), signature });
    this.digests.push(key);
    this.#previous = { key, hash: sha256(bytes), signature };
  }
}
