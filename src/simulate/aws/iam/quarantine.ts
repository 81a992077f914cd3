import { publish } from '../cloudtrail/publish.ts';
import { buildRecord } from '../cloudtrail/record.ts';
import { managedPolicyArn } from '../managed-policies.ts';
import type { AccessKey, User } from '../model.ts';
import type { World } from '../world.ts';
import { changePolicies } from './principals.ts';

/**
 * AWS found the key in public and attaches its quarantine policy: the record names the user itself as the caller, from
 * "AWS Internal" (seen in published incidents).
 */
export function quarantine(world: World, user: User, key: AccessKey, policyName: string): void {
  const arn = managedPolicyArn(policyName);
  const now = world.clock.now();
  changePolicies(world, user.policies, (set) => ({ ...set, attached: [...set.attached, arn] }));
  const record = buildRecord({
    at: now,
    eventID: world.random.uuid(),
    requestID: world.random.uuid(),
    service: 'iam',
    eventName: 'AttachUserPolicy',
    region: 'us-east-1',
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    userIdentity: {
      type: 'IAMUser',
      principalId: user.id,
      arn: user.arn,
      accountId: key.account,
      accessKeyId: key.id,
      userName: user.name,
    },
    readOnly: false,
    recipientAccountId: key.account,
    requestParameters: { userName: user.name, policyArn: arn },
    responseElements: null,
    tls: false,
  });
  publish(world, record, key.account, 'us-east-1', now);
}
