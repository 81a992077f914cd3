import type { Playbook } from '../playbook.ts';

export const observeCredential: Playbook = {
  id: 'observe-credential',
  title: 'Deny everything but keep watching',
  purpose:
    'Denies the principal everything while its keys still authenticate, so that attempts stay visible in the log. Breaks all that the principal does.',
  steps: [
    { kind: 'act', name: 'contain', capability: 'contain', approach: 'observe', on: 'suspects' },
    { kind: 'act', name: 'restore', capability: 'restore', approach: 'observe', on: 'events' },
  ],
};
