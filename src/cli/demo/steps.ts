import type { ApplyOptions } from '../../app/respond/apply.ts';
import type { StepState } from '../../core/playbook.ts';
import { clockTime } from '../../report/when.ts';
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
  /** Why each step was said to wait. */
  const waited = new Map<string, string>();
  return (event) => {
    if (event.kind !== 'step') return;
    const { at, detail, state, step } = event;
    const isAwaited = waited.has(step.id);
    const why = detail['reason'] ?? '';
    if (state === 'waiting' && isAwaited && (why === '' || why === waited.get(step.id))) return;
    const word = state === 'verified' && isAwaited ? 'verified' : WORDS[state];
    if (word === undefined) return;
    if (state === 'waiting') waited.set(step.id, why);
    if (state === 'verified') waited.delete(step.id);
    onlooker.catchUp();
    const what = `${step.title}: ${step.target.label}`;
    narrator.line(
      at,
      'Keywatch',
      state === 'waiting' && !isAwaited ? waitText(what, detail) : `${word}: ${what}${because(detail)}`,
    );
  };
}

/** What the person has to do stands in the plan, which was shown. */
function waitText(what: string, detail: Readonly<Record<string, string>>): string {
  const { deadline, link = '', owner = '' } = detail;
  if (detail['todo'] === undefined) return `waits: ${what}${because(detail)}`;
  const until = deadline === undefined ? '' : `, until ${clockTime(Number(deadline))} UTC`;
  return `waits for ${owner === '' ? 'a person' : owner.replaceAll(', ', ' or ')}${until}: ${what}${link === '' ? '' : `, at ${link}`}`;
}

function because(detail: Readonly<Record<string, string>>): string {
  const why = detail['evidence'] ?? detail['reason'] ?? '';
  return why === '' ? '' : `. ${why}`;
}
