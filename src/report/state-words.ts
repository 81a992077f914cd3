import type { RunState, StepState } from '../core/playbook.ts';
import type { ProofVerdict } from '../core/proof.ts';
import type { Style } from './paint.ts';

/** States in the words of people, with the colour that goes with them. */
export const STEP_WORDS: Readonly<Record<StepState, { readonly word: string; readonly style: Style }>> = {
  pending: { word: 'not begun', style: 'dim' },
  intended: { word: 'acting', style: 'cyan' },
  done: { word: 'done', style: 'cyan' },
  verified: { word: 'verified', style: 'green' },
  unproven: { word: 'unproven', style: 'yellow' },
  waiting: { word: 'waiting', style: 'yellow' },
  failed: { word: 'failed', style: 'red' },
  undone: { word: 'undone', style: 'dim' },
  skipped: { word: 'skipped', style: 'dim' },
};

export const RUN_WORDS: Readonly<Record<RunState, { readonly word: string; readonly style: Style }>> = {
  running: { word: 'acting', style: 'cyan' },
  waiting: { word: 'waiting', style: 'yellow' },
  confirming: { word: 'confirming', style: 'cyan' },
  stuck: { word: 'stuck, needs a person', style: 'red' },
  completed: { word: 'completed', style: 'green' },
  unproven: { word: 'completed, but not all of it could be proven', style: 'yellow' },
  undone: { word: 'undone', style: 'dim' },
};

export const PROOF_WORDS: Readonly<Record<ProofVerdict, { readonly word: string; readonly style: Style }>> = {
  proven: { word: 'proven', style: 'green' },
  waiting: { word: 'not yet proven', style: 'yellow' },
  contradicted: { word: 'contradicted', style: 'red' },
  unproven: { word: 'unproven', style: 'yellow' },
};
