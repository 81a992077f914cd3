import type { ActionDeclaration } from '../../../src/core/action.ts';
import { serviceCredentialTarget, serviceSwitchRequests } from './service-credential.ts';

export const deactivateServiceCredential: ActionDeclaration = {
  id: 'aws.deactivate-service-credential',
  title: 'Deactivate service credential',
  capability: 'contain',
  mode: 'auto',
  risk: 'reversible',
  needs: ['iam:ListServiceSpecificCredentials', 'iam:UpdateServiceSpecificCredential'],
  order: 12,
  caution: 'Such keys work by themselves: deactivating the access keys of the user leaves them alive.',
  target: (credential, context) =>
    context.approach === 'cut' || context.approach === 'retire' ? serviceCredentialTarget(credential) : null,
  plan: (target) => serviceSwitchRequests(target, 'Inactive'),
};
