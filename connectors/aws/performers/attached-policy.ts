import { AttachUserPolicyCommand, DetachUserPolicyCommand, ListAttachedUserPoliciesCommand } from '@aws-sdk/client-iam';
import type { ActionTarget } from '../../../src/core/action.ts';
import { managedPolicyArn } from '../actions/arn.ts';
import { call, callOrNull } from './call.ts';
import type { Hands } from './hands.ts';

/** Whether a managed policy of AWS is attached to the target's user; false when there is no such user. */
export async function isAttached(hands: Hands, target: ActionTarget, policy: string): Promise<boolean> {
  const { user = '' } = target.params;
  for (let marker: string | undefined; ; ) {
    const page = await callOrNull(`list the policies attached to user ${user}`, () =>
      hands
        .iam(target.account)
        .send(
          new ListAttachedUserPoliciesCommand({ UserName: user, ...(marker === undefined ? {} : { Marker: marker }) }),
        ),
    );
    if (page?.AttachedPolicies?.some((one) => one.PolicyArn === arnOf(target, policy)) === true) return true;
    if (page?.IsTruncated !== true || page.Marker === undefined) return false;
    marker = page.Marker;
  }
}

/** Attached already is as good. @throws AppError kind `conflict` when the user has ten policies already */
export async function attachPolicy(hands: Hands, target: ActionTarget, policy: string): Promise<void> {
  const { user = '' } = target.params;
  await call(`attach ${policy} to user ${user}`, () =>
    hands.iam(target.account).send(new AttachUserPolicyCommand({ UserName: user, PolicyArn: arnOf(target, policy) })),
  );
}

/** Gone already is as good. */
export async function detachPolicy(hands: Hands, target: ActionTarget, policy: string): Promise<void> {
  const { user = '' } = target.params;
  await callOrNull(`detach ${policy} from user ${user}`, () =>
    hands.iam(target.account).send(new DetachUserPolicyCommand({ UserName: user, PolicyArn: arnOf(target, policy) })),
  );
}

function arnOf(target: ActionTarget, policy: string): string {
  return managedPolicyArn(target.params['partition'] ?? 'aws', policy);
}
