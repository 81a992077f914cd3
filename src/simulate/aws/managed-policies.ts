import { type PolicyDocument, policyOf } from './policy-document.ts';

/** Policies that AWS keeps itself, reduced to what the simulator can judge. Named by the part after `policy/`. */
const MANAGED: ReadonlyMap<string, PolicyDocument> = new Map([
  ['AdministratorAccess', policyOf({ Effect: 'Allow', Action: '*', Resource: '*' })],
  ['AWSDenyAll', policyOf({ Effect: 'Deny', Action: '*', Resource: '*' })],
  ['IAMFullAccess', policyOf({ Effect: 'Allow', Action: 'iam:*', Resource: '*' })],
  [
    'PowerUserAccess',
    policyOf({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }),
  ],
  [
    'ReadOnlyAccess',
    policyOf({
      Effect: 'Allow',
      Action: ['*:Get*', '*:List*', '*:Describe*', '*:BatchGet*', 'cloudtrail:LookupEvents', 'iam:Generate*'],
      Resource: '*',
    }),
  ],
  [
    'SecurityAudit',
    policyOf({
      Effect: 'Allow',
      Action: [
        'iam:Get*',
        'iam:List*',
        'iam:Generate*',
        'cloudtrail:*Events',
        'cloudtrail:Describe*',
        'cloudtrail:Get*',
      ],
      Resource: '*',
    }),
  ],
  ['AWSCompromisedKeyQuarantine', quarantine(['iam:*', 'ec2:RunInstances'])],
  ['AWSCompromisedKeyQuarantineV2', quarantine(['iam:*AccessKey', 'iam:*User*', 'ec2:RunInstances', 'lambda:Create*'])],
  [
    'AWSCompromisedKeyQuarantineV3',
    quarantine([
      'cloudtrail:LookupEvents',
      'ec2:RequestSpotInstances',
      'ec2:RunInstances',
      'iam:AddUserToGroup',
      'iam:AttachGroupPolicy',
      'iam:AttachRolePolicy',
      'iam:AttachUserPolicy',
      'iam:ChangePassword',
      'iam:CreateAccessKey',
      'iam:CreateLoginProfile',
      'iam:CreateRole',
      'iam:CreateUser',
      'iam:DeleteAccessKey',
      'iam:DetachUserPolicy',
      'iam:ListUsers',
      'iam:PutUserPolicy',
      'iam:UpdateAccessKey',
      'iam:UpdateLoginProfile',
      'lambda:CreateFunction',
      's3:DeleteBucket',
      's3:GetObject',
    ]),
  ],
]);

/** The quarantine is a list of denied abuse actions: it does not deny sts:AssumeRole or secretsmanager. */
function quarantine(actions: readonly string[]): PolicyDocument {
  return policyOf({ Effect: 'Deny', Action: actions, Resource: '*' });
}

const PREFIX = 'arn:aws:iam::aws:policy/';

export function managedPolicyArn(name: string): string {
  return PREFIX + name;
}

/** The text of a policy of AWS by ARN; undefined when the simulator does not carry it. */
export function managedPolicy(arn: string): PolicyDocument | undefined {
  return arn.startsWith(PREFIX) ? MANAGED.get(arn.slice(arn.lastIndexOf('/') + 1)) : undefined;
}
