import type { CheckResult, Section } from '../../app/doctor/doctor.ts';
import { padEnd, wrap } from '../../kit/text-width.ts';
import { count } from '../../report/lines.ts';
import type { Style, TextOptions } from '../../report/paint.ts';
import { clean, paint } from '../../report/paint.ts';

const MARKS: Readonly<Record<CheckResult['status'], { readonly mark: string; readonly style: Style }>> = {
  ok: { mark: 'ok', style: 'green' },
  warn: { mark: 'warn', style: 'yellow' },
  fail: { mark: 'FAIL', style: 'red' },
  blind: { mark: 'blind', style: 'magenta' },
};
const INDENT = 8;

export function sectionText({ title, results }: Section, options: TextOptions): string {
  return `${paint('bold', title, options.color)}\n${results.map((result) => resultText(result, options)).join('')}\n`;
}

function resultText({ aspect, status, fact, hint }: CheckResult, options: TextOptions): string {
  const { mark, style } = MARKS[status];
  const room = options.width === null ? Number.POSITIVE_INFINITY : Math.max(30, options.width - INDENT);
  const lines = [
    ...wrap(`${clean(aspect)}: ${clean(fact)}`, room),
    ...(hint === '' ? [] : wrap(`= try ${clean(hint)}`, room)),
  ];
  return lines
    .map(
      (line, index) =>
        `  ${index === 0 ? paint(style, padEnd(mark, INDENT - 2), options.color) : ' '.repeat(INDENT - 2)}${line}\n`,
    )
    .join('');
}

/** `All is well.`, or what is not. */
export function verdictText(results: readonly CheckResult[]): string {
  const number = (status: CheckResult['status']): number => results.filter((one) => one.status === status).length;
  const parts = [
    number('fail') > 0 ? `${number('fail')} must be put right` : '',
    number('warn') > 0 ? count(number('warn'), 'warning') : '',
    number('blind') > 0 ? count(number('blind'), 'blind spot') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'All is well.\n' : `${parts.join(', ')}.\n`;
}
