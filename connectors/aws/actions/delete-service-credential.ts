import type { ActionDeclaration } from '../../../src/core/action.ts';
import { serviceCredentialParams, serviceCredentialTarget } from './service-credential.ts';

export const deleteServiceCredential: ActionDeclaration = {
  id: 'aws.delete-service-credential',
  title: 'Delete service credential',
  capability: 'revoke',
  mode: 'gated',
  risk: 'irreversible',
  needs: ['iam:ListServiceSpecificCredentials', 'iam:DeleteServiceSpecificCredential'],
  order: 12,
  caution: 'Cannot be undone.',
  target: (credential, context) => (context.approach === 'cut' ? serviceCredentialTarget(credential) : null),
  plan: (target) => {
    const { user, id } = serviceCredentialParams(target);
    const params = { UserName: user, ServiceSpecificCredentialId: id };
    return [{ service: 'iam', operation: 'DeleteServiceSpecificCredential', params, effect: 'write' }];
  },
};
