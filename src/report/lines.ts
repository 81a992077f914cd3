import { padEnd, wrap } from '../kit/text-width.ts';
import type { TextOptions } from './paint.ts';

/** `  = why   text`, wrapped with a hanging indent. The text must be escaped already. */
export function labelled(label: string, text: string, options: TextOptions, indent = 2): readonly string[] {
  const head = padEnd(label, Math.max(8, label.length + 1));
  const room = options.width === null ? Infinity : Math.max(20, options.width - indent - head.length);
  return wrap(text, room).map(
    (line, index) => `${' '.repeat(indent)}${index === 0 ? head : ' '.repeat(head.length)}${line}`,
  );
}

/** `3 findings`, `1 finding`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
