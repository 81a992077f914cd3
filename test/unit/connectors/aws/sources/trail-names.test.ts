import { describe, expect, it } from 'vitest';
import { digestName, isDigestFolder } from '../../../../../connectors/aws/digests/names.ts';
import {
  dayPrefix,
  isStream,
  isWorthOpening,
  nameBefore,
  trailFile,
} from '../../../../../connectors/aws/sources/trail-names.ts';

const STREAM = 'logs/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-central-1/';
const FILE = '111122223333_CloudTrail_eu-central-1_20261123T1205Z_4m4eqH7s0mgRQznO.json.gz';
const AT = Date.UTC(2026, 10, 23, 12, 5);

describe('the names of log files', () => {
  it('tell account, region and stamp', () => {
    expect(trailFile(`${STREAM}2026/11/23/${FILE}`)).toEqual({
      account: '111122223333',
      region: 'eu-central-1',
      stamp: AT,
    });
    expect(trailFile(FILE.replace('.gz', ''))?.stamp).toBe(AT);
    expect(trailFile(FILE.replace('CloudTrail', 'CloudTrail-NetworkActivity'))).not.toBeNull();
  });

  it.each([
    ['a digest', '111122223333_CloudTrail-Digest_eu-central-1_audit_us-east-1_20261123T120000Z.json.gz'],
    ['an insight', FILE.replace('CloudTrail', 'CloudTrail-Insight')],
    ['the marker of a set-up', 'logs/AWSLogs/111122223333/'],
    ['something else', 'readme.txt'],
    ['a name cut short', FILE.slice(0, -4)],
  ])('do not fit %s', (_what, key) => {
    expect(trailFile(key)).toBeNull();
  });

  it('sort behind the name that a listing starts after', () => {
    const before = nameBefore(STREAM, AT);
    expect(before.startsWith(dayPrefix(STREAM, AT))).toBe(true);
    const key = `${dayPrefix(STREAM, AT)}${FILE}`;
    expect(key > before).toBe(true);
    expect(key > nameBefore(STREAM, AT + 60_000)).toBe(false);
    expect(nameBefore('elsewhere/', AT)).toBe('');
  });
});

describe('the folders of a bucket', () => {
  it('are streams when they name kind and region', () => {
    expect(isStream(STREAM)).toBe(true);
    expect(isStream('AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/')).toBe(false);
    expect(isStream('AWSLogs/111122223333/CloudTrail/')).toBe(false);
  });

  it.each([
    ['AWSLogs/111122223333/', '', true],
    ['AWSLogs/111122223333/CloudTrail/', '', true],
    ['AWSLogs/111122223333/CloudTrail-Digest/', '', false],
    ['AWSLogs/111122223333/Config/', '', false],
    ['AWSLogs/o-a1b2c3d4e5/', '', true],
    ['AWSLogs/o-a1b2c3d4e5/', 'o-a1b2c3d4e5', true],
    ['AWSLogs/o-other00000/', 'o-a1b2c3d4e5', false],
  ])('%s for %j is worth opening: %s', (prefix, organization, expected) => {
    expect(isWorthOpening(prefix, organization)).toBe(expected);
  });
});

describe('the names of digests', () => {
  it('tell trail and hour, also when the trail is called like a region', () => {
    expect(
      digestName('x/111122223333_CloudTrail-Digest_eu-central-1_my_audit_us-east-1_20261123T120000Z.json.gz'),
    ).toEqual({
      account: '111122223333',
      region: 'eu-central-1',
      trail: 'my_audit',
      end: Date.UTC(2026, 10, 23, 12),
    });
    expect(digestName(FILE)).toBeNull();
  });

  it('lie in folders of their own', () => {
    expect(isDigestFolder('AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/')).toBe(true);
    expect(isDigestFolder(STREAM)).toBe(false);
  });
});
