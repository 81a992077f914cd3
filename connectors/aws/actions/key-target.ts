import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { accessKeyOf, principalOf, shortKey } from './arn.ts';

/** The target of everything that is done to one access key of an IAM user; null when it is none. */
export function keyTarget(credential: Credential): ActionTarget | null {
  const id = accessKeyOf(credential);
  const owner = principalOf(credential.actor);
  if (id === null || owner === null || owner.kind !== 'user') return null;
  return {
    key: id,
    account: owner.account,
    label: `access key ${shortKey(id)} of user ${owner.name}`,
    params: { accessKeyId: id, user: owner.name },
  };
}

/** The user and key id that `keyTarget` put in. */
export function keyParams(target: ActionTarget): { readonly user: string; readonly id: string } {
  return { user: target.params['user'] ?? '', id: target.params['accessKeyId'] ?? '' };
}
