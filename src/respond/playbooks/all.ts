import type { Playbook } from '../playbook.ts';
import { containCredential } from './contain-credential.ts';
import { observeCredential } from './observe-credential.ts';
import { releaseCredential } from './release-credential.ts';
import { rotateCredential } from './rotate-credential.ts';

/** Every playbook there is, the one for emergencies first. */
export const PLAYBOOKS: readonly Playbook[] = [
  containCredential,
  rotateCredential,
  observeCredential,
  releaseCredential,
];
