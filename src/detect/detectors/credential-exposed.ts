import type { DetectorInfo } from '../../core/detector.ts';

export const CREDENTIAL_EXPOSED: DetectorInfo = {
  id: 'credential-exposed',
  title: 'The secret of a credential was seen where others can read it',
  severity: 'high',
  attack: ['T1552.001'],
  detects: 'Leak reports: the provider itself, secret scanners, people.',
  misses: 'Leaks that nobody reported.',
  falsePositives: 'An identifier without its secret proves nothing and counts as low.',
  triage: 'Rotate the credential. Look for use after the moment of exposure, from networks that are not the owner’s.',
};
