import type { IAMClient } from '@aws-sdk/client-iam';
import {
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { CheckResult } from '../../../src/core/connector.ts';
import { AppError, messageOf } from '../../../src/core/errors.ts';
import { blind, ok, warn } from '../../../src/kit/check-results.ts';
import { asking } from '../failures.ts';
import { roleArn } from '../records/user-identity.ts';
import type { Statement } from './policy-document.ts';
import { lastPart, policyStatements } from './policy-document.ts';
import type { CheckScope } from './scope.ts';

/** What a monitor never needs, and whoever steals it would like to have. */
const TOO_MUCH = [
  'iam:CreateAccessKey',
  'iam:UpdateAccessKey',
  'iam:DeleteAccessKey',
  'iam:CreateUser',
  'iam:AttachUserPolicy',
  'iam:PutUserPolicy',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'cloudtrail:StopLogging',
  'cloudtrail:DeleteTrail',
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter',
  's3:PutObject',
  's3:DeleteObject',
  'ec2:RunInstances',
  'organizations:LeaveOrganization',
];
/** Managed policies that read at most, by name (AWS managed policy reference). */
const READ_ONLY = /^(SecurityAudit|ViewOnlyAccess|AWSCloudTrail_ReadOnlyAccess|IAMReadOnlyAccess|.*ReadOnly(Access)?)$/;

/** Whether the role that we read with could do more than read: then it is worth stealing. */
export async function checkPower(scope: CheckScope): Promise<CheckResult> {
  const { account, clients, context } = scope;
  const aspect = `aws ${account.id}: more than we need`;
  try {
    const identity = await asking(
      'find out who we are',
      (options) => clients.sts(account.id).send(new GetCallerIdentityCommand({}), options),
      context.signal,
    );
    const principal = roleArn(identity.Arn ?? '');
    if (principal.endsWith(':root')) {
      return warn(aspect, 'we read with a key of the root user, which can do everything', 'Read with a role instead.');
    }
    const iam = clients.iam(account.id);
    const excess =
      (await simulated(iam, principal, context.signal)) ?? (await fromPolicies(iam, principal, context.signal));
    if (excess.length === 0) return ok(aspect, 'nothing that changes anything or reads a secret is allowed');
    return warn(
      aspect,
      `also allowed: ${excess.join(', ')}`,
      'Give Keywatch the policy of connectors/aws/README.md and nothing else.',
    );
  } catch (error) {
    if (error instanceof AppError && error.kind === 'aborted') throw error;
    return blind(
      aspect,
      `cannot be told: ${messageOf(error)}`,
      'Grant iam:SimulatePrincipalPolicy, or iam:ListAttachedRolePolicies, iam:ListRolePolicies and iam:GetRolePolicy.',
    );
  }
}

/** By IAM's own simulator; null when we may not use it. */
async function simulated(iam: IAMClient, principal: string, signal: AbortSignal): Promise<readonly string[] | null> {
  try {
    const answer = await asking(
      'simulate our own policies (iam:SimulatePrincipalPolicy)',
      (options) =>
        iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: principal, ActionNames: TOO_MUCH }), options),
      signal,
    );
    const results = answer.EvaluationResults ?? [];
    // Whoever answers for some actions only has not answered: silence is no "denied".
    if (results.length < TOO_MUCH.length) return null;
    return results.flatMap(({ EvalDecision, EvalActionName = '' }) =>
      EvalDecision === 'allowed' ? [EvalActionName] : [],
    );
  } catch (error) {
    if (error instanceof AppError && error.kind === 'aborted') throw error;
    return null;
  }
}

/** By reading our own role's policies; users are told to become a role. */
async function fromPolicies(iam: IAMClient, principal: string, signal: AbortSignal): Promise<readonly string[]> {
  if (!principal.includes(':role/')) {
    throw new AppError('our credentials are those of a user, not of a role', { code: 'AWS_CONFIG', kind: 'config' });
  }
  const RoleName = lastPart(principal);
  const attached = await asking(
    'list our managed policies (iam:ListAttachedRolePolicies)',
    (options) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName }), options),
    signal,
  );
  const names = await asking(
    'list our inline policies (iam:ListRolePolicies)',
    (options) => iam.send(new ListRolePoliciesCommand({ RoleName }), options),
    signal,
  );
  const managed = (attached.AttachedPolicies ?? []).map(({ PolicyName }) => PolicyName ?? '');
  const statements: Statement[] = [];
  for (const PolicyName of names.PolicyNames ?? []) {
    const policy = await asking(
      'read our inline policy (iam:GetRolePolicy)',
      (options) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }), options),
      signal,
    );
    statements.push(...policyStatements(policy.PolicyDocument));
  }
  const broad = managed.filter((name) => !READ_ONLY.test(name)).map((name) => `whatever ${name} allows`);
  return [...broad, ...TOO_MUCH.filter((action) => isAllowed(action, statements))];
}

/** Resources and conditions are left out of account: better a warning too many. */
export function isAllowed(action: string, statements: readonly Statement[]): boolean {
  const matches = ({ actions }: Statement): boolean => actions.some((pattern) => covers(pattern, action));
  const denied = statements.some((one) => !one.allow && !one.narrowed && one.resources.includes('*') && matches(one));
  return !denied && statements.some((one) => one.allow && matches(one));
}

/** IAM's wildcards, without regard to case. */
function covers(pattern: string, action: string): boolean {
  const escaped = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 'i').test(action);
}
