import { DeleteServiceSpecificCredentialCommand } from '@aws-sdk/client-iam';
import type { ActionPerformer, Verification } from '../../../src/core/action.ts';
import { shortKey } from '../actions/arn.ts';
import { serviceCredentialParams } from '../actions/service-credential.ts';
import { callOrNull } from './call.ts';
import type { Hands } from './hands.ts';
import { serviceCredentialStatus } from './service-credential-state.ts';

export function deleteServiceCredentialPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const { user: UserName, id: ServiceSpecificCredentialId } = serviceCredentialParams(target);
      const command = new DeleteServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId });
      const done = await callOrNull(`delete ${target.label}`, () => hands.iam(target.account).send(command));
      return { at: hands.clock.now(), fields: { found: done === null ? 'no' : 'yes' } };
    },
    verify: async (target): Promise<Verification> => {
      const status = await serviceCredentialStatus(hands, target);
      const name = shortKey(serviceCredentialParams(target).id);
      if (status === 'gone') return { kind: 'verified', evidence: `IAM no longer lists ${name}` };
      return { kind: 'not-yet', reason: `IAM still lists ${name} as ${status}`, retryAfter: 2_000 };
    },
  };
}
