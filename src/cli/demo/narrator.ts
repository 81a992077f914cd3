import type { Millis } from '../../core/time.ts';
import { wrap } from '../../kit/text-width.ts';
import { labelled } from '../../report/lines.ts';
import type { TextOptions } from '../../report/paint.ts';
import { clean, paint } from '../../report/paint.ts';
import { timeOfDay } from '../../report/when.ts';
import type { CliIo } from '../io.ts';

/** Tells the demo's story: a heading for each part, a line for each thing that happens, with the story's time. */
export interface Narrator {
  readonly text: TextOptions;
  part(title: string): void;
  /** A heading inside a part, where it deals with more than one thing. */
  section(title: string): void;
  say(paragraph: string): void;
  /** Somebody does something. Cleaned here: others may have written it. */
  line(at: Millis, who: string, does: string): void;
  block(text: string): void;
  gap(): void;
}

const WHO_COLUMNS = 10;
const MARGIN = 2;

export function createNarrator(io: CliIo, text: TextOptions): Narrator {
  let number = 0;
  const room = text.width === null ? Number.POSITIVE_INFINITY : text.width - MARGIN;
  const bold = (title: string): string => paint('bold', title, text.color);
  return {
    text,
    part(title) {
      number += 1;
      io.out(`\n${bold(`${number}. ${title}`)}\n\n`);
    },
    section: (title) => io.out(`  ${bold(title)}\n\n`),
    say(paragraph) {
      for (const line of wrap(paragraph, room)) io.out(`${' '.repeat(MARGIN)}${line}\n`);
    },
    line(at, who, does) {
      const head = `${timeOfDay(at)}  ${who.padEnd(WHO_COLUMNS)}`;
      const [first = '', ...rest] = labelled(head, clean(does), text, MARGIN);
      io.out(`${first.replace(timeOfDay(at), (time) => paint('dim', time, text.color))}\n`);
      for (const line of rest) io.out(`${line}\n`);
    },
    block: (block) => io.out(block.replaceAll(/^(?=.)/gm, ' '.repeat(MARGIN))),
    gap: () => io.out('\n'),
  };
}
