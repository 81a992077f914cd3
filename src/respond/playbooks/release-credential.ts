import type { Playbook } from '../playbook.ts';

export const releaseCredential: Playbook = {
  id: 'release-credential',
  title: 'Take containment back',
  purpose: 'After a false alarm whose run is no longer in the journal: lets the credential work again.',
  steps: [{ kind: 'act', name: 'release', capability: 'restore', approach: 'release', on: 'subject' }],
};
