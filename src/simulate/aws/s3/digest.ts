import { createHash, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../json.ts';
import { digestKeyOf } from '../cloudtrail/digest-key.ts';
import type { DigestLink, Trail, WrittenLog } from '../cloudtrail/trail.ts';
import { HOUR, isoSeconds, MINUTE } from '../dates.ts';
import type { World } from '../world.ts';
import { type Bucket, storeObject } from './bucket.ts';
import { digestKey } from './trail-keys.ts';

/** How long after its hour a digest arrives. */
const DIGEST_DELAY = 30 * MINUTE;

interface DigestHour {
  readonly account: string;
  readonly region: string;
  readonly start: number;
  readonly end: number;
}

/** Writes the digests of all hours that ended half an hour ago; none for hours in which the trail did not log. */
export function deliverDigests(world: World, trail: Trail, bucket: Bucket): void {
  while (trail.digestedTo + HOUR + DIGEST_DELAY <= world.clock.now()) {
    const start = trail.digestedTo;
    const end = start + HOUR;
    trail.digestedTo = end;
    if (!loggedDuring(trail, start)) continue;
    for (const place of digestPlaces(world, trail)) writeDigest(world, trail, bucket, { ...place, start, end });
    trail.written = trail.written.filter((log) => log.at >= end);
    trail.latestDigest = end + DIGEST_DELAY;
  }
}

function loggedDuring(trail: Trail, start: number): boolean {
  return trail.logging || (trail.stoppedAt !== undefined && trail.stoppedAt > start);
}

/** Every region gets a digest, also one without any log file: that proves there was none. */
function digestPlaces(world: World, trail: Trail): { account: string; region: string }[] {
  const accounts = trail.organization === undefined ? [trail.account] : [...world.accounts.keys()];
  const regions = trail.multiRegion ? world.settings.regions : [trail.homeRegion];
  return accounts.flatMap((account) => regions.map((region) => ({ account, region })));
}

function writeDigest(world: World, trail: Trail, bucket: Bucket, hour: DigestHour): void {
  const chain = `${hour.account}/${hour.region}`;
  const previous = trail.digests.get(chain);
  const key = digestKey(trail, { account: hour.account, region: hour.region, at: hour.end });
  const { privateKey, fingerprint } = digestKeyOf(world, hour.region);
  const logs = trail.written.filter((log) => isIn(log, hour));
  const text = Buffer.from(JSON.stringify(digestBody(trail, key, hour, logs, previous, fingerprint)));
  const sha256 = createHash('sha256').update(text).digest('hex');
  const toSign = digestStringToSign(isoSeconds(hour.end), `${bucket.name}/${key}`, sha256, previous?.signature);
  const signature = sign('RSA-SHA256', Buffer.from(toSign), privateKey).toString('hex');
  storeObject(bucket, {
    key,
    bytes: gzipSync(text),
    modified: hour.end + DIGEST_DELAY,
    contentType: 'application/json',
    contentEncoding: 'gzip',
    metadata: { signature, 'signature-algorithm': 'SHA256withRSA' },
  });
  trail.digests.set(chain, { key, sha256, signature });
}

function isIn(log: WrittenLog, { account, region, start, end }: DigestHour): boolean {
  return log.account === account && log.region === region && log.at >= start && log.at < end;
}

/** The first digest of a chain signs the word `null` in place of a previous signature. */
function digestStringToSign(end: string, place: string, sha256: string, previous: string | undefined): string {
  return [end, place, sha256, previous ?? 'null'].join('\n');
}

/** CloudTrail user guide, "digest file structure". */
function digestBody(
  trail: Trail,
  key: string,
  hour: DigestHour,
  logs: readonly WrittenLog[],
  previous: DigestLink | undefined,
  fingerprint: string,
): JsonObject {
  const times = logs.flatMap((log) => [log.oldest, log.newest]).sort();
  return {
    awsAccountId: hour.account,
    digestStartTime: isoSeconds(hour.start),
    digestEndTime: isoSeconds(hour.end),
    digestS3Bucket: trail.bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: times.at(-1) ?? null,
    oldestEventTime: times.at(0) ?? null,
    previousDigestS3Bucket: previous === undefined ? null : trail.bucket,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.sha256 ?? null,
    previousDigestHashAlgorithm: previous === undefined ? null : 'SHA-256',
    previousDigestSignature: previous?.signature ?? null,
    logFiles: logs.map((log) => ({
      s3Bucket: trail.bucket,
      s3Object: log.key,
      hashValue: log.sha256,
      hashAlgorithm: 'SHA-256',
      newestEventTime: log.newest,
      oldestEventTime: log.oldest,
    })),
  };
}
