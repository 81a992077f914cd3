import type { ApplyOptions } from '../../app/respond-apply.ts';
import type { StepState } from '../../core/playbook.ts';
import type { Narrator } from './narrator.ts';
import type { Onlooker } from './onlooker.ts';

const WORDS: Partial<Readonly<Record<StepState, string>>> = {
  pending: 'also needed',
  done: 'done',
  failed: 'failed',
  waiting: 'waits',
  skipped: 'left out',
  undone: 'undone',
  unproven: 'unproven',
};

/** Tells each step when it is done, and its proof where that had to be waited for. */
export function createSteps(narrator: Narrator, onlooker: Onlooker): ApplyOptions['onEvent'] {
  const waited = new Set<string>();
  return (event) => {
    if (event.kind !== 'step') return;
    const { at, detail, state, step } = event;
    const isAwaited = waited.has(step.id);
    if (state === 'waiting' && isAwaited) return;
    const word = state === 'verified' && isAwaited ? 'verified' : WORDS[state];
    if (word === undefined) return;
    if (state === 'waiting') waited.add(step.id);
    else waited.delete(step.id);
    onlooker.catchUp();
    const why = detail['evidence'] ?? detail['todo'] ?? detail['reason'] ?? '';
    narrator.line(at, 'Keywatch', `${word}: ${step.title} (${step.target.label})${why === '' ? '' : `. ${why}`}`);
  };
}
