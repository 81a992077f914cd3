import type { RuleBook, RuleBookEntry } from '../../app/setup/rule-book.ts';
import { count, labelled } from '../../report/lines.ts';
import type { TextOptions } from '../../report/paint.ts';
import { clean, paint, SEVERITY_STYLES } from '../../report/paint.ts';

/** Everything that people have to know about a detector. */
export function ruleText(entry: RuleBookEntry, options: TextOptions): string {
  const { info, path, examples, source, references, kind } = entry;
  const severity = paint(SEVERITY_STYLES[info.severity], info.severity, options.color);
  const origin =
    kind === 'built-in'
      ? 'built in'
      : [path, source === '' ? '' : `reads ${source}`].filter((part) => part !== '').join(', ');
  const author = [entry.author, entry.license].filter((part) => part !== '').join(', ');
  const section = (title: string, text: string): readonly string[] =>
    text === ''
      ? []
      : [
          '',
          paint('bold', title, options.color),
          ...labelled('', clean(text), options, 0).map((line) => `  ${line.trimStart()}`),
        ];
  const lines = [
    `${severity}[${info.id}] ${clean(info.title)}`,
    ...section('Detects', info.detects),
    ...section('Misses', info.misses),
    ...section('False positives', info.falsePositives),
    ...section('What to do', info.triage),
    '',
    ...(info.attack.length === 0 ? [] : labelled('attack', info.attack.map(attackText).join(', '), options)),
    ...labelled('from', clean(origin), options),
    ...(author === '' ? [] : labelled('by', clean(author), options)),
    ...references.flatMap((reference) => labelled('see', clean(reference), options)),
    ...(kind === 'built-in' ? [] : labelled('tests', examplesText(examples), options)),
  ];
  return `${lines.join('\n')}\n`;
}

function attackText(id: string): string {
  return `${id} (https://attack.mitre.org/techniques/${id.replace('.', '/')}/)`;
}

function examplesText({ fire, quiet }: RuleBookEntry['examples']): string {
  if (fire + quiet === 0) return 'brings no examples';
  return `${count(fire, 'example')} that must fire, ${quiet} that must not`;
}

/** What was left out of the rules, and why. */
export function skippedLines(skipped: RuleBook['skipped'], disabled: readonly string[]): readonly string[] {
  return [
    ...skipped.map(({ path, title, reason }) =>
      clean(`Not loaded: ${path}${title === '' ? '' : ` (${title})`}: ${reason}`),
    ),
    ...(disabled.length === 0 ? [] : [clean(`Switched off by the configuration: ${disabled.join(', ')}`)]),
  ];
}
