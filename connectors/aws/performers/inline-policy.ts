import {
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { InlinePolicy } from '../actions/policy-place.ts';
import { call, callOrNull } from './call.ts';
import type { Hands } from './hands.ts';

/** Its document as JSON, null when there is none (or no such holder). IAM returns documents URL-encoded. */
export async function readPolicy(hands: Hands, at: InlinePolicy): Promise<string | null> {
  const iam = hands.iam(at.account);
  const found = await callOrNull(`read policy ${at.policy} of ${at.holder} ${at.name}`, async () => {
    const { PolicyDocument } =
      at.holder === 'user'
        ? await iam.send(new GetUserPolicyCommand({ UserName: at.name, PolicyName: at.policy }))
        : await iam.send(new GetRolePolicyCommand({ RoleName: at.name, PolicyName: at.policy }));
    return PolicyDocument ?? '';
  });
  return found === null ? null : decodeURIComponent(found);
}

/** Replaces what is there under that name. */
export async function writePolicy(hands: Hands, at: InlinePolicy, document: string): Promise<void> {
  const iam = hands.iam(at.account);
  const policy = { PolicyName: at.policy, PolicyDocument: document };
  await call(`put policy ${at.policy} on ${at.holder} ${at.name}`, async () => {
    if (at.holder === 'user') await iam.send(new PutUserPolicyCommand({ UserName: at.name, ...policy }));
    else await iam.send(new PutRolePolicyCommand({ RoleName: at.name, ...policy }));
  });
}

/** Gone already is as good. */
export async function removePolicy(hands: Hands, at: InlinePolicy): Promise<void> {
  const iam = hands.iam(at.account);
  await callOrNull(`remove policy ${at.policy} from ${at.holder} ${at.name}`, async () => {
    if (at.holder === 'user') await iam.send(new DeleteUserPolicyCommand({ UserName: at.name, PolicyName: at.policy }));
    else await iam.send(new DeleteRolePolicyCommand({ RoleName: at.name, PolicyName: at.policy }));
    return true;
  });
}

/** Puts back what was there before us: the document, or nothing. */
export async function restorePolicy(hands: Hands, at: InlinePolicy, before: string | undefined): Promise<void> {
  if (before === undefined || before === '') await removePolicy(hands, at);
  else await writePolicy(hands, at, before);
}
