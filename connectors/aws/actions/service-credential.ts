import type { ActionTarget, PlannedRequest } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import { principalOf, shortKey } from './arn.ts';

/** A key of one service (Bedrock, CodeCommit, Keyspaces) that a user has beside the access keys; null when it is none. */
export function serviceCredentialTarget(credential: Credential): ActionTarget | null {
  const owner = principalOf(credential.actor);
  if (credential.provider !== 'aws' || credential.kind !== 'token' || owner?.kind !== 'user') return null;
  const names = [credential.id, ...credential.aliases].map((alias) => alias.slice(alias.indexOf(':') + 1));
  const id = names.find((name) => /^ACCA[A-Z0-9]{12,124}$/.test(name));
  if (id === undefined) return null;
  return {
    key: id,
    account: owner.account,
    label: `service credential ${shortKey(id)} of user ${owner.name}`,
    params: { credentialId: id, user: owner.name },
  };
}

/** The user and credential id that `serviceCredentialTarget` put in. */
export function serviceCredentialParams(target: ActionTarget): { readonly user: string; readonly id: string } {
  return { user: target.params['user'] ?? '', id: target.params['credentialId'] ?? '' };
}

/** The requests that switching one takes. */
export function serviceSwitchRequests(target: ActionTarget, status: 'Active' | 'Inactive'): readonly PlannedRequest[] {
  const { user: UserName, id: ServiceSpecificCredentialId } = serviceCredentialParams(target);
  return [
    { service: 'iam', operation: 'ListServiceSpecificCredentials', params: { UserName }, effect: 'read' },
    {
      service: 'iam',
      operation: 'UpdateServiceSpecificCredential',
      params: { UserName, ServiceSpecificCredentialId, Status: status },
      effect: 'write',
    },
  ];
}
