import { isoDay } from '../core/time.ts';
import { padEnd, wrap } from '../kit/text-width.ts';
import type { Style, TextOptions } from './paint.ts';
import { clean, paint, SEVERITY_STYLES } from './paint.ts';
import type { TimelineEntry, TimelineKind } from './timeline.ts';
import { timeOfDay } from './when.ts';

export const KIND_WORDS: Readonly<Record<TimelineKind, string>> = {
  exposure: 'exposed',
  use: 'use',
  mint: 'made',
  finding: 'noticed',
  note: 'note',
  action: 'act',
  proof: 'proof',
  blind: 'blind',
  quiet: '·',
};

const STYLES: Readonly<Record<TimelineKind, Style | null>> = {
  exposure: 'magenta',
  use: null,
  mint: 'yellow',
  finding: null,
  note: null,
  action: 'cyan',
  proof: 'green',
  blind: 'dim',
  quiet: 'dim',
};

const KIND_COLUMNS = 9;
const TEXT_COLUMN = 2 + 10 + KIND_COLUMNS;

/** The story as lines, with the days between them. */
export function timelineText(entries: readonly TimelineEntry[], options: TextOptions): string {
  const lines: string[] = [];
  let day = '';
  for (const entry of entries) {
    if (isoDay(entry.at) !== day && entry.kind !== 'quiet') {
      day = isoDay(entry.at);
      lines.push(paint('bold', day, options.color));
    }
    lines.push(...entryLines(entry, options));
  }
  return `${lines.join('\n')}\n`;
}

function entryLines(entry: TimelineEntry, options: TextOptions): readonly string[] {
  const room = options.width === null ? Infinity : Math.max(20, options.width - TEXT_COLUMN);
  const time = entry.kind === 'quiet' ? ' '.repeat(8) : timeOfDay(entry.at);
  const style = entry.severity === null ? STYLES[entry.kind] : SEVERITY_STYLES[entry.severity];
  const word = padEnd(KIND_WORDS[entry.kind], KIND_COLUMNS);
  const head = `  ${time}  ${style === null ? word : paint(style, word, options.color)}`;
  const rest = ' '.repeat(TEXT_COLUMN);
  return [
    ...wrap(clean(entry.text), room).map((line, index) => `${index === 0 ? head : rest}${line}`),
    ...(entry.detail === ''
      ? []
      : wrap(clean(entry.detail), room).map((line) => `${rest}${paint('dim', line, options.color)}`)),
  ];
}
