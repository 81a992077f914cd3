import type { ActionDeclaration } from '../../../src/core/action.ts';
import { serviceCredentialTarget, serviceSwitchRequests } from './service-credential.ts';

export const reactivateServiceCredential: ActionDeclaration = {
  id: 'aws.reactivate-service-credential',
  title: 'Activate service credential again',
  capability: 'restore',
  mode: 'auto',
  risk: 'reversible',
  needs: ['iam:ListServiceSpecificCredentials', 'iam:UpdateServiceSpecificCredential'],
  order: 32,
  caution: 'Whoever has the secret can use it again.',
  target: (credential, context) => (context.approach === 'release' ? serviceCredentialTarget(credential) : null),
  plan: (target) => serviceSwitchRequests(target, 'Active'),
};
