import type { ActionTarget, PlannedRequest } from '../../../src/core/action.ts';
import type { Millis } from '../../../src/core/time.ts';
import { isoTime } from '../../../src/core/time.ts';
import type { InlinePolicy } from './policy-place.ts';

/** One name for all runs: a later cut-off replaces an earlier one instead of filling the quota. */
export const DENY_POLICY = 'KeywatchRevokeOlderSessions';

/**
 * Denies everything to temporary credentials issued before the cut-off. The condition key exists
 * only for temporary credentials, so long-term keys go on working (IAM user guide, "Revoking
 * IAM role temporary security credentials").
 */
export function denyOlderThan(cutoff: Millis): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': isoTime(Math.floor(cutoff / 1000) * 1000) } },
      },
    ],
  });
}

/** The requests that denying the sessions of a user or role takes. */
export function denyRequests(target: ActionTarget): readonly PlannedRequest[] {
  const { holder, name } = policyOf(target);
  const kind = holder === 'user' ? 'User' : 'Role';
  const params = { [`${kind}Name`]: name, PolicyName: DENY_POLICY };
  return [
    { service: 'iam', operation: `Get${kind}Policy`, params, effect: 'read' },
    {
      service: 'iam',
      operation: `Put${kind}Policy`,
      params: { ...params, PolicyDocument: 'Deny * on * where aws:TokenIssueTime is before the moment of applying' },
      effect: 'write',
    },
  ];
}

/** Where the deny of a target goes. */
export function policyOf(target: ActionTarget): InlinePolicy {
  const holder = target.params['holder'] === 'role' ? 'role' : 'user';
  return { account: target.account, holder, name: target.params['name'] ?? '', policy: DENY_POLICY };
}
