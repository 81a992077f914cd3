import type { VerifiedTrail, VerifyProblem, VerifyResult } from '../../app/verify.ts';
import type { Millis } from '../../core/time.ts';
import { count } from '../../report/lines.ts';
import type { TextOptions } from '../../report/paint.ts';
import { clean, paint } from '../../report/paint.ts';
import { clockTime } from '../../report/when.ts';

const WORDS: Readonly<Record<VerifyProblem['kind'], string>> = {
  'missing-log': 'MISSING',
  'changed-log': 'CHANGED',
  'missing-digest': 'SEAL MISSING',
  'changed-digest': 'SEAL BROKEN',
  gap: 'NOT COVERED',
  unreadable: 'NOT READ',
};

/** Problems named one by one for each trail; the other formats have them all. */
const NAMED = 50;

export function verifyText({ trails, notVisible }: VerifyResult, options: TextOptions): string {
  const problems = trails.flatMap((trail) => trail.problems);
  const lines = [
    ...trails.flatMap((trail) => [...trailLines(trail, options), '']),
    ...(trails.length === 0 || notVisible.length === 0
      ? []
      : ['This does not prove:', ...notVisible.map((sentence) => `  ${clean(sentence)}`), '']),
    trails.length === 0
      ? 'There is no sealed trail in this time.'
      : `${count(trails.length, 'trail')}: ${problems.length === 0 ? 'nothing missing, nothing changed' : count(problems.length, 'problem')}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function trailLines(trail: VerifiedTrail, options: TextOptions): readonly string[] {
  const { title, digests, logs, from, to, problems } = trail;
  const good = problems.length === 0;
  const mark = paint(good ? 'green' : 'red', good ? 'ok' : 'FAIL', options.color);
  const shown = problems.slice(0, NAMED);
  return [
    `${mark}  ${clean(title)}`,
    `  ${count(digests, 'seal')} and ${count(logs, 'log file')} checked${spanText(from, to)}`,
    ...shown.map(({ kind, place, fact, ...span }) => {
      const where = place === '' ? '' : ` ${clean(place)}`;
      return `  ${paint('red', WORDS[kind], options.color)}${where}${spanText(span.from, span.to)}: ${clean(fact)}`;
    }),
    ...(problems.length > shown.length ? [`  and ${problems.length - shown.length} more: see --format json`] : []),
  ];
}

function spanText(from: Millis | null, to: Millis | null): string {
  return from === null || to === null ? '' : `, ${clockTime(from)} to ${clockTime(to)} UTC`;
}
