import { describe, expect, it } from 'vitest';
import { AWS_CONFIG } from '../../../../connectors/aws/config.ts';
import { AWS } from '../../../../connectors/aws/index.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import { formatProblem } from '../../../../src/config/problem.ts';
import { DAY, MINUTE } from '../../../../src/core/time.ts';
import { ACCOUNT } from './records.ts';

const problems = (value: unknown): readonly string[] => {
  const parsed = AWS_CONFIG.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('the configuration of the AWS connector', () => {
  it('needs nothing: the usual credentials, their account, all regions', () => {
    expect(AWS_CONFIG.parse({})).toMatchObject({
      accounts: [],
      profile: '',
      endpoint: '',
      homeRegion: 'us-east-1',
      sources: { lookupEvents: { enabled: true, overlap: 30 * MINUTE }, guardDuty: true, health: true },
    });
  });

  it('takes accounts with roles and regions', () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/keywatch-read`;
    const account = { id: ACCOUNT, 'role-arn': role, 'external-id': 'agreed', regions: ['eu-central-1'] };
    expect(AWS_CONFIG.parse({ accounts: [account] }).accounts).toEqual([
      { id: ACCOUNT, name: '', roleArn: role, respondRoleArn: '', externalId: 'agreed', regions: ['eu-central-1'] },
    ]);
    expect(AWS_CONFIG.parse({ accounts: [{ id: ACCOUNT }] }).accounts[0]?.regions).toBe('discover');
  });

  it('takes buckets of audit files, with folders by day and files that come a week late', () => {
    const parsed = AWS_CONFIG.parse({
      sources: { buckets: [{ bucket: 'acme-stream', 'records-of': 'example/acme' }] },
    });
    expect(parsed.sources.buckets).toEqual([
      {
        bucket: 'acme-stream',
        region: 'us-east-1',
        prefix: '',
        folders: 'YYYY/MM/DD',
        format: '',
        provider: 'example',
        owner: 'acme',
        account: '',
        late: 7 * DAY,
        retention: null,
      },
    ]);
    expect(AWS_CONFIG.parse({}).sources.buckets).toEqual([]);
  });

  it('refuses folders that do not sort by time, and one place twice', () => {
    const buckets = (...entries: readonly object[]): readonly string[] => problems({ sources: { buckets: entries } });
    expect(buckets({ bucket: 'acme', folders: 'DD/MM/YYYY' })).toEqual([
      'sources.buckets.0.folders: must name year, month and day in this order, such as YYYY/MM/DD',
    ]);
    expect(buckets({ bucket: 'acme', 'records-of': 'acme' })).toEqual([
      'sources.buckets.0.records-of: must be a provider and an account of it, such as example/acme',
    ]);
    expect(buckets({ bucket: 'acme', prefix: 'a' }, { bucket: 'acme', prefix: 'a/' })).toEqual([
      'sources.buckets: must not name the same bucket and prefix twice',
    ]);
    expect(buckets({ bucket: 'acme', prefix: 'a' }, { bucket: 'acme', prefix: 'b' })).toEqual([]);
  });

  it('takes a bucket, and puts the slash behind its prefix', () => {
    const parsed = AWS_CONFIG.parse({ sources: { s3: { bucket: 'acme-trail', prefix: 'logs' } } });
    expect(parsed.sources.s3).toMatchObject({
      bucket: 'acme-trail',
      prefix: 'logs/',
      organization: '',
      region: 'us-east-1',
    });
  });

  it('takes the secret half of a key by reference only', () => {
    const credentials = { 'access-key-id': 'AKIAEXAMPLEKEY0001', 'secret-access-key': 'env:AWS_SECRET' };
    expect(AWS_CONFIG.parse({ credentials }).credentials?.secretAccessKey).toMatchObject({
      kind: 'secret-ref',
      reference: 'env:AWS_SECRET',
      expects: { formats: ['aws.secret-access-key'] },
    });
    expect(problems({ credentials: { ...credentials, 'secret-access-key': 'not a reference' } })).toHaveLength(1);
  });

  it('takes an organisation whose accounts have roles of one name', () => {
    expect(AWS_CONFIG.parse({ organization: { 'role-name': 'team/keywatch-read' } }).organization).toEqual({
      listRoleArn: '',
      roleName: 'team/keywatch-read',
      respondRoleName: '',
      externalId: '',
      regions: 'discover',
      leaveOut: [],
    });
  });

  it('asks whose role opens a bucket or queue of an organisation: the first account is nobody in particular', () => {
    const organization = { 'role-name': 'keywatch-read' };
    const s3 = { bucket: 'acme-trail' };
    expect(problems({ organization, sources: { s3 } })).toEqual([
      expect.stringMatching(/^sources\.s3: needs an account/),
    ]);
    expect(problems({ organization, sources: { buckets: [{ bucket: 'acme-stream' }] } })).toEqual([
      expect.stringMatching(/^sources\.buckets\.0: needs an account/),
    ]);
    expect(problems({ organization, sources: { s3: { ...s3, account: ACCOUNT } } })).toEqual([]);
    expect(problems({ organization, accounts: [{ id: ACCOUNT }], sources: { s3 } })).toEqual([]);
  });

  it.each([
    [{ organization: {} }, 'role-name'],
    [{ organization: { 'role-name': 'arn:aws:iam::111122223333:role/x' } }, 'the name of a role'],
    [{ accounts: [{ id: 111122223333 }] }, 'in quotes'],
    [{ accounts: [{ id: '1111' }] }, '12 digits'],
    [{ accounts: [{ id: ACCOUNT, 'role-arn': 'keywatch-read' }] }, 'ARN of a role'],
    [{ accounts: [{ id: ACCOUNT, regions: ['frankfurt'] }] }, 'region'],
    [{ sources: { 'lookup-events': { overlap: '5m' } } }, 'too short'],
    [{ sources: { sqs: { 'queue-url': 'my-queue' } } }, 'address of a queue'],
    [{ sources: { s3: { bucket: 'b', organization: 'acme' } } }, 'organisation id'],
    [{ acounts: [] }, 'acounts'],
    [{ sources: { lake: true } }, 'lake'],
  ])('refuses %j', (value, words) => {
    expect(problems(value).join('\n')).toContain(words);
  });

  it.each([
    ['homeRegion: us-east-1', 'connectors.aws.homeRegion is not a known key (did you mean home-region?)'],
    [
      'sources: { lookupEvents: {} }',
      'connectors.aws.sources.lookupEvents is not a known key (did you mean lookup-events?)',
    ],
    [
      'accounts: [{ id: "111122223333", role-arn: x }]',
      'connectors.aws.accounts[0].role-arn must be the ARN of a role',
    ],
    ['sources: { sqs: {} }', 'connectors.aws.sources.sqs.queue-url is required'],
  ])('names the keys as they are written: %s', async (yaml, words) => {
    const loaded = await loadConfig(`connectors:\n  aws:\n    ${yaml}\n`, 'keywatch.yaml', { connectors: [AWS] });
    const told = loaded.kind === 'ok' ? [] : loaded.problems.map((one) => formatProblem('keywatch.yaml', one));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(words);
  });
});
