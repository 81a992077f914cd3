import { padEnd } from '../kit/text-width.ts';
import type { RunView, StepView } from './incident-report.ts';
import { labelled } from './lines.ts';
import type { TextOptions } from './paint.ts';
import { clean, paint } from './paint.ts';
import { RUN_WORDS, STEP_WORDS } from './state-words.ts';
import { clockTime } from './when.ts';

const STATE_COLUMNS = 10;

/** Where a run stands: each step with its state and the evidence for it, and what a person has to do. */
export function runText({ run, steps, todo }: RunView, options: TextOptions): string {
  const { word, style } = RUN_WORDS[run.state];
  const approved = run.approvedBy === '' ? '' : `, approved by ${clean(run.approvedBy)}`;
  const lines = [
    `${paint('bold', `Run ${run.id}`, options.color)} of ${clean(run.plan.playbook)} for ${run.plan.incident}: ${paint(style, word, options.color)}`,
    `  begun ${clockTime(run.startedAt)} UTC${approved}`,
    '',
    ...steps.flatMap((step, index) => stepLines(step, index + 1, options)),
    ...(todo.length === 0 ? [] : ['', paint('yellow', 'A person has to', options.color)]),
    ...todo.flatMap((text) => labelled('-', clean(text), options)),
  ];
  return `${lines.join('\n')}\n`;
}

function stepLines(view: StepView, number: number, options: TextOptions): readonly string[] {
  const { word, style } = STEP_WORDS[view.state];
  const again = view.attempt > 1 ? `, attempt ${view.attempt}` : '';
  const when = view.at > 0 ? `  ${paint('dim', `${clockTime(view.at)}${again}`, options.color)}` : '';
  const state = paint(style, padEnd(word, STATE_COLUMNS), options.color);
  return [
    `  ${state}${String(number).padStart(2)}. ${clean(view.step.title)}: ${clean(view.step.target.label)}${when}`,
    ...detailOf(view).flatMap((text) => labelled('', clean(text), options, STATE_COLUMNS - 2)),
  ];
}

/** What goes with the state, the evidence first. */
export function detailOf({ detail }: StepView): readonly string[] {
  return ['evidence', 'reason', 'hint'].flatMap((name) => {
    const text = detail[name] ?? '';
    return text === '' ? [] : [text];
  });
}
