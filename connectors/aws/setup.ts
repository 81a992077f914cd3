import type { ConnectorSetup } from '../../src/core/setup.ts';

interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[] | string;
  readonly Resource: readonly string[] | string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[] | string>>>>;
}

/** Stands for the reader's own account in every document. */
const ACCOUNT = '111122223333';
const ONLY_MANAGED = { StringEquals: { 'aws:ResourceTag/keywatch:managed': 'true' } };
const USERS = `arn:aws:iam::${ACCOUNT}:user/*`;
const ROLES = `arn:aws:iam::${ACCOUNT}:role/*`;

const READ: readonly PolicyStatement[] = [
  {
    Sid: 'EventHistoryAndTrails',
    Effect: 'Allow',
    Action: [
      'cloudtrail:LookupEvents',
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:GetEventSelectors',
      'cloudtrail:ListPublicKeys',
    ],
    Resource: '*',
  },
  {
    Sid: 'ListOfKeys',
    Effect: 'Allow',
    Action: [
      'iam:ListUsers',
      'iam:ListAccessKeys',
      'iam:GetAccessKeyLastUsed',
      'iam:ListServiceSpecificCredentials',
      'iam:GetAccountSummary',
      'iam:GenerateCredentialReport',
      'iam:GetCredentialReport',
    ],
    Resource: '*',
  },
  {
    Sid: 'LeakSignalsAndRegions',
    Effect: 'Allow',
    Action: [
      'guardduty:ListDetectors',
      'guardduty:ListFindings',
      'guardduty:GetFindings',
      'health:DescribeEvents',
      'health:DescribeEventDetails',
      'health:DescribeAffectedEntities',
      'account:ListRegions',
    ],
    Resource: '*',
  },
  {
    Sid: 'WhetherWeCanDoTooMuch',
    Effect: 'Allow',
    Action: [
      'iam:SimulatePrincipalPolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'iam:GetRolePolicy',
    ],
    Resource: `arn:aws:iam::${ACCOUNT}:role/keywatch-read`,
  },
];

const ARCHIVE: readonly PolicyStatement[] = [
  {
    Sid: 'ListTrail',
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::example-trail-bucket',
    Condition: { StringLike: { 's3:prefix': 'AWSLogs/*' } },
  },
  {
    Sid: 'ReadTrail',
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::example-trail-bucket/AWSLogs/*',
  },
  {
    Sid: 'ReadQueue',
    Effect: 'Allow',
    Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    Resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:example-trail-queue`,
  },
  {
    Sid: 'DecryptTrail',
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: `arn:aws:kms:us-east-1:${ACCOUNT}:key/example-trail-key`,
  },
];

const BUCKETS: readonly PolicyStatement[] = [
  { Sid: 'ListRecords', Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::example-audit-stream' },
  { Sid: 'ReadRecords', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::example-audit-stream/*' },
  {
    Sid: 'DecryptRecords',
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: `arn:aws:kms:us-east-1:${ACCOUNT}:key/example-stream-key`,
  },
];

const ACT: readonly PolicyStatement[] = [
  {
    Sid: 'LookBeforeActing',
    Effect: 'Allow',
    Action: [
      'account:ListRegions',
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:LookupEvents',
      'iam:GetAccessKeyLastUsed',
      'iam:GetAccountSummary',
      'iam:GetLoginProfile',
      'iam:GetRolePolicy',
      'iam:GetUserPolicy',
      'iam:ListAccessKeys',
      'iam:ListAttachedUserPolicies',
      'iam:ListServiceSpecificCredentials',
    ],
    Resource: '*',
  },
  {
    Sid: 'KeyLifecycle',
    Effect: 'Allow',
    Action: [
      'iam:CreateAccessKey',
      'iam:UpdateAccessKey',
      'iam:DeleteAccessKey',
      'iam:UpdateServiceSpecificCredential',
      'iam:DeleteServiceSpecificCredential',
      'iam:DeleteLoginProfile',
    ],
    Resource: USERS,
    Condition: ONLY_MANAGED,
  },
  {
    Sid: 'QuarantineByAttaching',
    Effect: 'Allow',
    Action: ['iam:AttachUserPolicy', 'iam:DetachUserPolicy'],
    Resource: USERS,
    Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AWSDenyAll' } },
  },
  {
    Sid: 'RevokeSessionsOfUsers',
    Effect: 'Allow',
    Action: ['iam:PutUserPolicy', 'iam:DeleteUserPolicy'],
    Resource: USERS,
    Condition: ONLY_MANAGED,
  },
  {
    Sid: 'RevokeSessionsOfRoles',
    Effect: 'Allow',
    Action: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
    Resource: ROLES,
    Condition: ONLY_MANAGED,
  },
  { Sid: 'RestoreLogging', Effect: 'Allow', Action: 'cloudtrail:StartLogging', Resource: '*' },
  {
    Sid: 'DeliverSecrets',
    Effect: 'Allow',
    Action: [
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
      'secretsmanager:UpdateSecretVersionStage',
    ],
    Resource: `arn:aws:secretsmanager:*:${ACCOUNT}:secret:keywatch/*`,
  },
  {
    Sid: 'NeverTouchItself',
    Effect: 'Deny',
    Action: 'iam:*',
    Resource: [`arn:aws:iam::${ACCOUNT}:role/keywatch-*`, `arn:aws:iam::${ACCOUNT}:user/keywatch-*`],
  },
];

const ORGANIZATION: readonly PolicyStatement[] = [
  { Sid: 'ListAccounts', Effect: 'Allow', Action: 'organizations:ListAccounts', Resource: '*' },
];

const HUB: readonly PolicyStatement[] = [
  { Sid: 'EnterAccounts', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/keywatch-*' },
];

function document(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
}

/** What to grant before Keywatch can watch, and what more before it can act. */
export const AWS_SETUP: ConnectorSetup = {
  grants: [
    {
      name: 'keywatch-read',
      purpose: 'Policy of the role that reads, in each watched account; it changes nothing and reads no secret.',
      language: 'json',
      document: document(READ),
    },
    {
      name: 'keywatch-archive',
      purpose:
        'Added to the reading role of the account that holds the bucket of a trail; leave out what you do not have.',
      language: 'json',
      document: document(ARCHIVE),
    },
    {
      name: 'keywatch-buckets',
      purpose:
        'Added to the reading role of the account with a bucket into which another system writes its audit records.',
      language: 'json',
      document: document(BUCKETS),
    },
    {
      name: 'keywatch-hub',
      purpose: 'Policy of the identity that Keywatch itself runs as, best in an account of its own.',
      language: 'json',
      document: document(HUB),
    },
    {
      name: 'keywatch-organization',
      purpose:
        'With `organization:` only: for whoever lists the accounts, in the management account or a delegated administrator of it.',
      language: 'json',
      document: document(ORGANIZATION),
    },
    {
      name: 'keywatch-act',
      purpose:
        'Policy of a second role, assumed by approved runs alone; it reaches users and roles tagged `keywatch:managed`.',
      language: 'json',
      document: document(ACT),
    },
  ],
  steps: [
    'Run Keywatch as a role, not with a key of a user: a quarantined user can read nothing.',
    'Make a role keywatch-read in each account, trusting that role with an external id, and give it the reading policy.',
    'Name the accounts, their roles and the external id under connectors.aws in the configuration; or the organisation, when every account has a role of the same name.',
    'Run `keywatch doctor`: it names every permission that is missing and every one that is too much.',
    'Make a role keywatch-act only where Keywatch shall respond, and tag the users and roles that it may touch.',
  ],
};
