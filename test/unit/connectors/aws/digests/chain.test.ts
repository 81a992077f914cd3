import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Fetch } from '../../../../../connectors/aws/digests/chain.ts';
import { verifyChain } from '../../../../../connectors/aws/digests/chain.ts';
import { HOUR, MINUTE } from '../../../../../src/core/time.ts';
import type { VerifiedTrail } from '../../../../../src/core/verify.ts';
import { BUCKET, FIRST_END, ForgedBucket, KEYS, SPKI_KEYS } from '../digest-forge.ts';

const START = FIRST_END - HOUR;
const name = { account: '1', region: 'us-east-1', trail: 'audit' };

let bucket: ForgedBucket;
let fetch: Fetch;

beforeEach(() => {
  bucket = new ForgedBucket().hours(0, 6);
  fetch = bucket.fetch;
});

function verify(
  change: { readonly keys?: readonly string[]; readonly hours?: number; readonly public?: typeof KEYS } = {},
): Promise<VerifiedTrail> {
  const to = START + (change.hours ?? 6) * HOUR;
  return verifyChain(
    { name, bucket: BUCKET, keys: change.keys ?? bucket.digests.filter((key) => bucket.objects.has(key)) },
    { from: START, to },
    { fetch, keys: change.public ?? KEYS, now: to + 2 * HOUR },
  );
}

const kinds = async (): Promise<readonly string[]> => (await verify()).problems.map(({ kind }) => kind);

describe('a digest chain', () => {
  it('that nobody touched proves all its hours', async () => {
    expect(await verify()).toEqual({
      title: 'trail audit in us-east-1, account 1',
      account: '1',
      region: 'us-east-1',
      digests: 6,
      logs: 6,
      from: START,
      to: START + 6 * HOUR,
      problems: [],
    });
  });

  it('is read with keys in either encoding', async () => {
    expect((await verify({ public: SPKI_KEYS })).problems).toEqual([]);
  });

  it('names a log file that was removed', async () => {
    bucket.objects.delete(bucket.logKey(2));
    expect((await verify()).problems).toMatchObject([
      {
        kind: 'missing-log',
        place: `s3://${BUCKET}/${bucket.logKey(2)}`,
        from: START + 2 * HOUR,
        to: START + 3 * HOUR,
      },
    ]);
  });

  it('names a log file that was changed, by as much as a space', async () => {
    bucket.rewrite(bucket.logKey(3), (text) => `${text} `, gunzipSync);
    expect((await verify()).problems).toMatchObject([
      { kind: 'changed-log', place: `s3://${BUCKET}/${bucket.logKey(3)}` },
    ]);
  });

  it('does not mind a log file that was packed anew', async () => {
    bucket.rewrite(bucket.logKey(3), (text) => text, gunzipSync);
    expect(await kinds()).toEqual([]);
  });

  it('names a log file that is no gzip any more', async () => {
    bucket.objects.set(bucket.logKey(1), { bytes: Buffer.from([0x1f, 0x8b, 1, 2]), signature: '' });
    expect(await kinds()).toEqual(['changed-log']);
  });

  it('names a digest that was changed, and the broken link after it', async () => {
    bucket.rewrite(bucket.digestKey(2), (text) => text.replace('"awsAccountId":"1"', '"awsAccountId":"2"'), gunzipSync);
    const report = await verify();
    expect(report.problems).toMatchObject([
      { kind: 'changed-digest', place: `s3://${BUCKET}/${bucket.digestKey(2)}` },
      { kind: 'changed-digest', place: `s3://${BUCKET}/${bucket.digestKey(3)}` },
    ]);
    // What is proven without a break begins behind it.
    expect(report).toMatchObject({ from: START + 3 * HOUR, to: START + 6 * HOUR });
  });

  it('names a digest that was removed from the middle', async () => {
    bucket.objects.delete(bucket.digestKey(2));
    expect((await verify()).problems).toMatchObject([
      {
        kind: 'missing-digest',
        place: `s3://${BUCKET}/${bucket.digestKey(2)}`,
        from: START + 2 * HOUR,
        to: START + 3 * HOUR,
      },
    ]);
  });

  it('names a digest that vanished between listing and reading', async () => {
    bucket.objects.delete(bucket.digestKey(5));
    expect((await verify({ keys: bucket.digests })).problems.map(({ kind }) => kind)).toContain('missing-digest');
  });

  it('names the digests that were removed from the beginning and the end', async () => {
    bucket.objects.delete(bucket.digestKey(0));
    bucket.objects.delete(bucket.digestKey(5));
    expect((await verify()).problems).toMatchObject([
      { kind: 'missing-digest', from: START, to: START + HOUR },
      { kind: 'gap', from: START + 5 * HOUR, to: START + 6 * HOUR },
    ]);
  });

  it('tells a chain that was begun anew from one that was cut', async () => {
    bucket = new ForgedBucket().hours(0, 2).restart().hours(4, 2);
    fetch = bucket.fetch;
    expect((await verify()).problems).toMatchObject([
      { kind: 'gap', from: START + 2 * HOUR, to: START + 4 * HOUR, fact: expect.stringContaining('begins anew') },
    ]);
  });

  it('does not complain of what AWS has not had time to write', async () => {
    const to = START + 6 * HOUR + 30 * MINUTE;
    const chain = { name, bucket: BUCKET, keys: bucket.digests };
    const report = await verifyChain(chain, { from: START, to }, { fetch, keys: KEYS, now: to });
    expect(report.problems).toEqual([]);
  });

  it('of nothing at all is one gap', async () => {
    expect((await verify({ keys: [] })).problems).toMatchObject([{ kind: 'gap', from: START, to: START + 6 * HOUR }]);
    expect(await verify({ keys: [] })).toMatchObject({ digests: 0, from: null, to: null });
  });

  it('does not hold with a key that AWS does not know', async () => {
    const report = await verify({ public: [] });
    expect(report.problems.every(({ kind }) => kind === 'changed-digest')).toBe(true);
    expect(report.problems).toHaveLength(6);
  });

  it('does not hold when a digest was copied to another place', async () => {
    const copied = bucket.objects.get(bucket.digestKey(1));
    if (copied !== undefined) bucket.objects.set(bucket.digestKey(2), copied);
    const report = await verify();
    expect(report.problems[0]).toMatchObject({ kind: 'changed-digest' });
    expect(report.problems.some(({ fact }) => fact.includes('another place'))).toBe(true);
  });

  it('tells what it may not read from what is gone', async () => {
    fetch = (place, key) => {
      return key === bucket.logKey(1)
        ? Promise.resolve({ kind: 'refused', reason: 'access denied' })
        : bucket.fetch(place, key);
    };
    expect((await verify()).problems).toMatchObject([{ kind: 'unreadable', fact: 'access denied' }]);
  });

  it('tells what is no digest', async () => {
    bucket.objects.set(bucket.digestKey(3), { bytes: Buffer.from('hello'), signature: '' });
    expect(await kinds()).toContain('unreadable');
  });
});
