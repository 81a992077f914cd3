import type { Playbook } from '../playbook.ts';

export const rotateCredential: Playbook = {
  id: 'rotate-credential',
  title: 'Replace a credential by a new one',
  purpose:
    'Makes a successor, hands it to the bound consumers, waits until the old one is out of use, stops it and, once approved, deletes it. In a leak it stops the old one first. Where no API makes a successor, a person is led through it.',
  steps: [
    { kind: 'act', name: 'contain', when: 'leak', capability: 'contain', approach: 'cut', on: 'suspects' },
    { kind: 'act', name: 'restore', when: 'leak', capability: 'restore', approach: 'cut', on: 'events' },
    { kind: 'act', name: 'replace', when: 'routine', capability: 'contain', approach: 'replace', on: 'subject' },
    {
      kind: 'act',
      name: 'make-room',
      capability: 'revoke',
      approach: 'make-room',
      on: 'siblings',
      unlessReplaced: true,
    },
    {
      kind: 'act',
      name: 'issue',
      capability: 'issue',
      approach: 'cut',
      on: 'subject',
      after: ['make-room'],
      unlessReplaced: true,
    },
    { kind: 'deliver', name: 'deliver', from: 'issue', after: ['issue'], requires: ['issue'] },
    { kind: 'wait', name: 'drain', when: 'routine', until: 'unused', after: ['deliver'], requires: ['deliver'] },
    {
      kind: 'act',
      name: 'retire',
      when: 'routine',
      capability: 'contain',
      approach: 'retire',
      on: 'subject',
      after: ['drain'],
      requires: ['drain'],
    },
    { kind: 'wait', name: 'soak', when: 'routine', until: 'soak', after: ['retire'], requires: ['retire'] },
    { kind: 'wait', name: 'soak', when: 'leak', until: 'soak', after: ['contain', 'deliver'], requires: ['contain'] },
    {
      kind: 'act',
      name: 'revoke',
      capability: 'revoke',
      approach: 'cut',
      on: 'suspects',
      after: ['soak'],
      requires: ['soak'],
    },
  ],
};
