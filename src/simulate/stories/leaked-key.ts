import type { Step, Story, StoryCall } from './story.ts';

const CLI = 'aws-cli/2.36.32 md/awscrt#0.28.4 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 md/command#';
const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.3 terraform-provider-aws/6.14.1 aws-sdk-go-v2/1.39.2 os/linux';
const JAVA = 'aws-sdk-java/2.34.6 md/io#sync md/http#Apache os/Linux#6.1.0 lang/java#21.0.8';

const SECRETS = [
  'app/database',
  'app/stripe',
  'app/session-signing',
  'app/smtp',
  'data/warehouse',
  'data/etl',
  'ops/pagerduty',
  'ops/backup',
];

function call(service: string, action: string, params: StoryCall['params'] = {}): StoryCall {
  return { service, action, params };
}

/** Steps of the intruder from the command line; the agent names the command, as the real one does. */
function intrusion(at: string, as: Step['as'], what: StoryCall, extra: Partial<Step> = {}): Step {
  const command = `${what.service}.${what.action.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}`;
  return { at, as, from: 'intruder', agent: CLI + command, call: what, ...extra };
}

const LOOKING_AROUND: readonly StoryCall[] = [
  call('iam', 'ListUsers'),
  call('iam', 'ListRoles'),
  call('iam', 'ListAttachedUserPolicies', { UserName: 'ci-deploy' }),
  call('s3', 'ListBuckets'),
  call('ec2', 'DescribeInstances'),
  call('ec2', 'DescribeSecurityGroups'),
  call('lambda', 'ListFunctions20150331'),
  call('rds', 'DescribeDBInstances'),
  call('dynamodb', 'ListTables'),
  call('kms', 'ListAliases'),
  call('secretsmanager', 'ListSecrets'),
  call('cloudtrail', 'DescribeTrails'),
];

/** What the key may not do: each leaves a denied record. */
const OVERREACHING: readonly StoryCall[] = [
  call('organizations', 'ListAccounts'),
  call('guardduty', 'ListDetectors'),
  call('iam', 'CreateUser', { UserName: 'support' }),
  call('iam', 'AttachUserPolicy', { UserName: 'ci-deploy', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
  call('ec2', 'RunInstances'),
  call('ses', 'GetSendQuota'),
  call('bedrock', 'InvokeModel'),
];

/** @param tells what the first of them is told as */
function spaced(start: number, gap: number, as: string, calls: readonly StoryCall[], tells: string): Step[] {
  return calls.map((one, index) => intrusion(`${start + index * gap}s`, as, one, index === 0 ? { tells } : {}));
}

/**
 * The key of a build pipeline leaks. After three ordinary weeks it wakes up on a stranger's network, asks who it is,
 * looks around, is denied here and there, mints a key for somebody else and a role session, reads secrets with that
 * and stops the trail. The session then keeps reading until somebody stops it.
 */
export const leakedKey: Story = {
  id: 'leaked-key',
  title: 'A leaked pipeline key wakes up on a new network',
  quietFor: '21d',
  networks: {
    home: '198.51.100.24',
    office: '192.0.2.40',
    cluster: '198.51.100.80',
    intruder: '203.0.113.66',
    'intruder-2': '203.0.113.201',
  },
  intruders: ['intruder', 'intruder-2'],
  users: [
    {
      name: 'ci-deploy',
      tags: { 'keywatch:managed': 'true' },
      allow: [
        'cloudformation:*',
        'cloudtrail:DescribeTrails',
        'dynamodb:List*',
        'ec2:Describe*',
        'ecr:*',
        'iam:CreateAccessKey',
        'iam:Get*',
        'iam:List*',
        'kms:List*',
        'lambda:*',
        'rds:Describe*',
        's3:*',
        'secretsmanager:ListSecrets',
        'sts:AssumeRole',
      ],
    },
    { name: 'backup-operator', tags: { 'keywatch:managed': 'true' }, allow: ['s3:*', 'rds:*'] },
    { name: 'anna', attach: ['ReadOnlyAccess'] },
  ],
  roles: [
    {
      name: 'deploy-admin',
      trusts: ['$account'],
      attach: ['AdministratorAccess'],
      tags: { 'keywatch:managed': 'true' },
    },
    {
      name: 'web-app',
      trusts: ['ec2.amazonaws.com'],
      allow: ['s3:GetObject', 'secretsmanager:GetSecretValue', 'dynamodb:*'],
    },
  ],
  workloads: [
    {
      name: 'web',
      role: 'web-app',
      service: 'ec2.amazonaws.com',
      sessionName: 'i-0a1b2c3d4e5f60718',
      region: 'us-east-1',
    },
  ],
  secrets: SECRETS,
  trail: { name: 'main', bucket: 'example-trail-files' },
  routines: [
    {
      as: 'ci-deploy',
      from: 'home',
      agent: TERRAFORM,
      every: '2h',
      jitter: '40m',
      calls: [
        call('sts', 'GetCallerIdentity'),
        call('cloudformation', 'DescribeStacks'),
        call('ecr', 'DescribeImages'),
        call('cloudformation', 'UpdateStack'),
        call('lambda', 'UpdateFunctionCode20150331v2'),
      ],
    },
    {
      as: 'anna',
      from: 'office',
      agent: `${CLI}ec2.describe-instances`,
      every: '3h',
      jitter: '2h',
      officeHours: true,
      calls: [call('ec2', 'DescribeInstances'), call('s3', 'ListBuckets'), call('rds', 'DescribeDBInstances')],
    },
    {
      as: 'backup-operator',
      from: 'home',
      agent: JAVA,
      every: '24h',
      jitter: '15m',
      calls: [call('rds', 'CreateDBSnapshot'), call('s3', 'ListBuckets')],
    },
    {
      as: 'web',
      from: 'cluster',
      agent: JAVA,
      every: '1h',
      jitter: '5m',
      calls: [
        call('secretsmanager', 'GetSecretValue', { SecretId: 'app/database' }),
        call('dynamodb', 'DescribeTable'),
      ],
    },
  ],
  steps: [
    intrusion('0s', 'ci-deploy', call('sts', 'GetCallerIdentity'), {
      tells: 'tries the leaked key of ci-deploy, from a network where it was never used',
    }),
    ...spaced(40, 7, 'ci-deploy', LOOKING_AROUND, 'looks around: users, roles, buckets, machines, databases, secrets'),
    ...spaced(180, 9, 'ci-deploy', OVERREACHING, 'tries what the key may not do'),
    intrusion('5m', 'ci-deploy', call('iam', 'CreateAccessKey', { UserName: 'backup-operator' }), {
      saves: 'minted',
      tells: 'makes a second key, for backup-operator: to stay when the first is found',
    }),
    intrusion(
      '6m',
      'ci-deploy',
      call('sts', 'AssumeRole', {
        RoleArn: '$role.deploy-admin',
        RoleSessionName: 'deploy-admin',
      }),
      { saves: 'session', tells: 'opens a session as deploy-admin, who may do anything' },
    ),
    intrusion('6m20s', 'session', call('sts', 'GetCallerIdentity')),
    ...SECRETS.map((SecretId, index) =>
      intrusion(
        `${400 + index * 4}s`,
        'session',
        call('secretsmanager', 'GetSecretValue', { SecretId }),
        index === 0 ? { tells: `reads ${SECRETS.length} secrets with that session` } : {},
      ),
    ),
    intrusion('8m', 'minted', call('sts', 'GetCallerIdentity'), { from: 'intruder-2' }),
    intrusion('8m10s', 'minted', call('s3', 'ListBuckets'), { from: 'intruder-2' }),
    intrusion('9m', 'session', call('cloudtrail', 'StopLogging', { Name: 'main' }), {
      tells: 'stops the log files of the trail',
    }),
    intrusion('11m', 'session', call('secretsmanager', 'GetSecretValue', { SecretId: 'app/stripe' }), {
      times: 30,
      every: '2m',
      tells: 'reads a secret with the session',
    }),
    intrusion('12m', 'ci-deploy', call('s3', 'ListBuckets'), {
      times: 12,
      every: '5m',
      tells: 'uses the leaked key',
    }),
    intrusion('13m', 'minted', call('s3', 'ListBuckets'), {
      from: 'intruder-2',
      times: 12,
      every: '5m',
      tells: 'uses the second key',
    }),
  ],
  reactions: [],
};
