import type { Playbook } from '../playbook.ts';

export const containCredential: Playbook = {
  id: 'contain-credential',
  title: 'Contain a credential and everything minted from it',
  purpose:
    'Stops the credential, the keys it made and the sessions it opened, and turns logging back on. Which of its steps can be undone depends on the provider: the plan says so of each.',
  steps: [
    { kind: 'act', name: 'contain', capability: 'contain', approach: 'cut', on: 'suspects' },
    { kind: 'act', name: 'restore', capability: 'restore', approach: 'cut', on: 'events' },
  ],
};
