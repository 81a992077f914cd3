import type { RunState } from '../core/playbook.ts';
import type { Millis } from '../core/time.ts';
import type { StepRecord } from './records.ts';
import { FIELD, isPassed } from './records.ts';

/** The state of a run whose steps have gone as far as they can. */
export function runStateOf(records: readonly StepRecord[]): RunState {
  if (records.some((one) => one.state === 'failed')) return 'stuck';
  if (records.some((one) => one.state === 'waiting')) return 'waiting';
  if (!records.every(isPassed)) return 'running';
  return records.some((one) => one.state === 'unproven') ? 'unproven' : 'completed';
}

/** What a person has to do, one sentence for each step that is stuck or waits for somebody. */
export function todoOf(records: readonly StepRecord[]): readonly string[] {
  const todo: string[] = [];
  for (const { step, state, detail } of records) {
    const hint = detail[FIELD.hint] ?? '';
    if (state === 'failed') {
      const needs = step.needs.length === 0 ? '' : ` It needs ${step.needs.join(', ')}.`;
      const next = hint === '' ? ' Do it by hand or repair the cause, then resume the run.' : ` ${hint}`;
      todo.push(`${step.title} (${step.target.label}) failed: ${detail[FIELD.reason] ?? ''}.${needs}${next}`);
    }
    const asked = detail[FIELD.todo];
    if (state !== 'waiting' || asked === undefined) continue;
    todo.push([asked, detail[FIELD.link] ?? '', detail[FIELD.say] ?? ''].filter((part) => part !== '').join(' '));
  }
  return todo;
}

/** The earliest moment at which a waiting step may have something new to say. */
export function wakeAtOf(records: readonly StepRecord[]): Millis | null {
  const times = records.flatMap((one) =>
    one.state === 'waiting' && one.detail[FIELD.wakeAt] !== undefined ? [Number(one.detail[FIELD.wakeAt])] : [],
  );
  return times.length === 0 ? null : Math.min(...times);
}
