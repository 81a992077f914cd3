import type { LeakResult, ToldLeak } from '../../app/incidents/leak.ts';
import { wrap } from '../../kit/text-width.ts';
import { render } from '../../report/format.ts';
import { count } from '../../report/lines.ts';
import type { TextOptions } from '../../report/paint.ts';
import { clean, paint } from '../../report/paint.ts';
import { LEAK_COLUMNS } from '../columns/leak-columns.ts';

/** Answers told in full; a report of a whole repository is a list. */
const TOLD_IN_FULL = 3;
/** Skipped findings named one by one; beyond, their number by reason. */
const NAMED = 5;

/** What people read after reporting a leak: the worst first. */
export function leakText({ leaks, skipped }: LeakResult, options: TextOptions): string {
  const sorted = [...leaks].sort((a, b) => rank(a) - rank(b));
  const full = sorted.slice(0, TOLD_IN_FULL);
  const rest = sorted.slice(full.length);
  const parts = full.map((one) => toldText(one, options));
  if (leaks.length > 1) parts.unshift(`${summary(leaks)}\n`);
  if (rest.length > 0) parts.push(render(rest, LEAK_COLUMNS, 'table', 'leaks', options));
  if (leaks.length === 0) parts.push('No key of a provider that Keywatch knows is in this report.\n');
  if (skipped.length > 0) parts.push(skippedText(skipped));
  return parts.join('\n');
}

function toldText({ sentences, answer, before, incidents, isNew }: ToldLeak, options: TextOptions): string {
  const [headline = '', ...facts] = sentences.map(clean);
  const style = answer.verdict.used === 'yes' ? 'red' : 'bold';
  const lines = [
    paint(style, headline, options.color),
    ...facts.flatMap((line) => indented(line, options)),
    ...(isNew ? [] : ['  This report was made before.']),
    ...(before === null ? [] : beforeLines(before, options)),
    ...incidents.map(({ id, severity }) => `  = next  incident ${id}, ${severity}: keywatch respond plan ${id}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Nobody said when it leaked: then its whole past is what there is to judge. */
function beforeLines(before: readonly string[], options: TextOptions): readonly string[] {
  return [
    '  When it leaked was not said, so only use from now on counts as use after exposure.',
    '  Until now:',
    ...before.map(clean).flatMap((line) => indented(line, options, 4)),
    '  = next  say when it leaked with --at DATE, and this use is judged',
  ];
}

function indented(line: string, { width }: TextOptions, depth = 2): readonly string[] {
  const lines = width === null ? [line] : wrap(line, Math.max(30, width - depth - 2));
  return lines.map((one, index) => `${' '.repeat(index === 0 ? depth : depth + 2)}${one}`);
}

function summary(leaks: readonly ToldLeak[]): string {
  const used = leaks.filter(({ answer }) => answer.verdict.used === 'yes').length;
  const live = leaks.filter(({ answer }) => answer.life.state === 'live').length;
  return `${count(leaks.length, 'leaked key')}: ${used} used since, ${live} still live.`;
}

function skippedText(skipped: LeakResult['skipped']): string {
  const lines = skipped
    .slice(0, NAMED)
    .map(({ place, reason }) => `  ${clean(place)}${place === '' ? '' : ' '}${clean(reason)}`);
  const left = skipped.length - lines.length;
  return [
    `${count(skipped.length, 'finding')} left out:`,
    ...lines,
    ...(left > 0 ? [`  and ${left} more`] : []),
    '',
  ].join('\n');
}

function rank({ answer }: ToldLeak): number {
  const used = { yes: 0, 'not-visible': 1, 'none-seen': 2 }[answer.verdict.used];
  return used * 2 + (answer.life.state === 'live' ? 0 : 1);
}
