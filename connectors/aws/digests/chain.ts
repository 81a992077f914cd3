import { gunzipSync } from 'node:zlib';
import type { Millis } from '../../../src/core/time.ts';
import { HOUR, isoTime, MINUTE } from '../../../src/core/time.ts';
import type { VerifiedTrail, VerifyProblem, VerifyRange } from '../../../src/core/verify.ts';
import type { Digest, SigningKeyInfo, StoredDigest } from './digest.ts';
import { linkFault, parseDigest, sealFault, sha256Of } from './digest.ts';
import type { DigestName } from './names.ts';

/** An object with its metadata, or why there is none. */
export type Fetched =
  | { readonly kind: 'object'; readonly bytes: Uint8Array; readonly signature: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly reason: string };
export type Fetch = (bucket: string, key: string) => Promise<Fetched>;

/** All digests of one trail, account and region within a range, oldest first. */
export interface Chain {
  readonly name: Omit<DigestName, 'end'>;
  readonly bucket: string;
  readonly keys: readonly string[];
}

export interface ChainSurroundings {
  readonly fetch: Fetch;
  /** Public keys of AWS in the chain's region. */
  readonly keys: readonly SigningKeyInfo[];
  readonly now: Millis;
}

/** A digest is written about half an hour after its hour. */
const WRITTEN_AFTER: Millis = 90 * MINUTE;
/** A log file unpacked; the trail's own limit is 50 MB packed. */
const MAX_LOG_BYTES = 1024 * 1024 * 1024;

interface Found {
  readonly stored: StoredDigest;
  readonly digest: Digest;
}

interface Tally {
  readonly problems: VerifyProblem[];
  digests: number;
  logs: number;
  from: Millis | null;
  to: Millis | null;
}

/** Follows one chain from old to new: each seal, each link, each hour, each log file. */
export async function verifyChain(chain: Chain, range: VerifyRange, around: ChainSurroundings): Promise<VerifiedTrail> {
  const tally: Tally = { problems: [], digests: 0, logs: 0, from: null, to: null };
  let previous: Found | null = null;
  for (const key of chain.keys) {
    const found = await readDigest(chain.bucket, key, tally, around);
    if (found === null) continue;
    const before = tally.problems.length;
    checkLink(previous, found, tally, range);
    // A break in the chain ends what is proven so far; what counts is the latest unbroken stretch.
    if (tally.problems.length > before) tally.from = null;
    const holds = checkSeal(found, tally, around.keys);
    for (const log of found.digest.logs) await checkLog(log, found.digest, tally, around);
    tally.from = holds ? (tally.from ?? found.digest.start) : found.digest.end;
    tally.to = found.digest.end;
    previous = found;
  }
  checkEnd(chain, tally, range, around.now);
  const { account, region, trail } = chain.name;
  return { title: `trail ${trail} in ${region}, account ${account}`, account, region, ...tally };
}

async function readDigest(
  bucket: string,
  key: string,
  tally: Tally,
  { fetch }: ChainSurroundings,
): Promise<Found | null> {
  const object = await fetch(bucket, key);
  const place = `s3://${bucket}/${key}`;
  if (object.kind !== 'object') {
    const isGone = object.kind === 'gone';
    const fact = isGone ? 'it was listed and is gone' : object.reason;
    tally.problems.push(problem(isGone ? 'missing-digest' : 'unreadable', place, null, fact));
    return null;
  }
  const bytes = unpacked(object.bytes);
  const digest = bytes === null ? null : parseDigest(bytes);
  if (bytes === null || digest === null) {
    tally.problems.push(problem('unreadable', place, null, 'it is no digest, or cannot be unpacked'));
    return null;
  }
  tally.digests += 1;
  return { stored: { bucket, key, bytes, signature: object.signature }, digest };
}

/** True when the seal of AWS holds. */
function checkSeal({ stored, digest }: Found, tally: Tally, keys: readonly SigningKeyInfo[]): boolean {
  const fault = sealFault(stored, digest, keys);
  if (fault !== '') tally.problems.push(problem('changed-digest', placeOf(stored), digest, fault));
  return fault === '';
}

function checkLink(previous: Found | null, { stored, digest }: Found, tally: Tally, range: VerifyRange): void {
  if (previous === null) {
    if (digest.start > range.from && digest.previousKey !== '') {
      const span = { start: range.from, end: digest.start };
      tally.problems.push(
        problem(
          'missing-digest',
          `s3://${stored.bucket}/${digest.previousKey}`,
          span,
          'the digest before the first one is gone',
        ),
      );
    }
    return;
  }
  const span = { start: previous.digest.end, end: digest.start };
  if (digest.previousKey === '') {
    if (span.end > span.start)
      tally.problems.push(
        problem('gap', placeOf(stored), span, 'the chain begins anew here: validation or logging was off before'),
      );
    return;
  }
  const fault = linkFault(previous.stored, digest);
  if (span.end > span.start) {
    const isNamed = digest.previousKey !== previous.stored.key;
    const place = isNamed ? `s3://${stored.bucket}/${digest.previousKey}` : placeOf(stored);
    tally.problems.push(problem(isNamed ? 'missing-digest' : 'gap', place, span, gapFact(span)));
  } else if (fault !== '') tally.problems.push(problem('changed-digest', placeOf(stored), digest, fault));
}

function gapFact(span: { readonly start: Millis; readonly end: Millis }): string {
  return `no digest covers ${isoTime(span.start)} to ${isoTime(span.end)}`;
}

async function checkLog(
  log: Digest['logs'][number],
  digest: Digest,
  tally: Tally,
  { fetch }: ChainSurroundings,
): Promise<void> {
  const place = `s3://${log.bucket}/${log.key}`;
  const object = await fetch(log.bucket, log.key);
  tally.logs += 1;
  if (object.kind !== 'object') {
    const isGone = object.kind === 'gone';
    const fact = isGone ? 'the digest names it, and it is gone' : object.reason;
    tally.problems.push(problem(isGone ? 'missing-log' : 'unreadable', place, digest, fact));
    return;
  }
  const bytes = unpacked(object.bytes);
  if (bytes === null) tally.problems.push(problem('changed-log', place, digest, 'it cannot be unpacked'));
  else if (sha256Of(bytes) !== log.sha256)
    tally.problems.push(problem('changed-log', place, digest, 'its content is not what the digest sealed'));
}

/** Hours at the end of the range that no digest covers, as far as AWS has had time to write one. */
function checkEnd(chain: Chain, tally: Tally, range: VerifyRange, now: Millis): void {
  const due = Math.min(range.to, now - WRITTEN_AFTER);
  const start = tally.to ?? range.from;
  if (due - start < HOUR) return;
  const span = { start, end: due };
  const place = `s3://${chain.bucket}/…/CloudTrail-Digest/${chain.name.region}/`;
  tally.problems.push(
    problem('gap', place, span, `${gapFact(span)}: logging was stopped, validation switched off, or files removed`),
  );
}

function problem(
  kind: VerifyProblem['kind'],
  place: string,
  span: { readonly start: Millis; readonly end: Millis } | null,
  fact: string,
): VerifyProblem {
  return { kind, place, from: span?.start ?? null, to: span?.end ?? null, fact };
}

function placeOf({ bucket, key }: StoredDigest): string {
  return `s3://${bucket}/${key}`;
}

function unpacked(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_LOG_BYTES });
  } catch {
    return null;
  }
}
