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
  /** For what goes into a block. */
  readonly inner: TextOptions;
  /** What is to be seen, before anything happens. */
  opening(title: string, paragraph: string): void;
  part(title: string): void;
  /** A heading inside a part, where it deals with more than one thing. */
  section(title: string): void;
  say(paragraph: string): void;
  /** Somebody does something. Cleaned here: others may have written it. */
  line(at: Millis, who: string, does: string): void;
  block(text: string): void;
  /** One thing of a list. */
  item(text: string): void;
  /** An empty line, unless there is one already. */
  gap(): void;
}

const WHO_COLUMNS = 10;
const MARGIN = 2;

export function createNarrator(io: CliIo, text: TextOptions): Narrator {
  let number = 0;
  let last = '';
  const out = (some: string): void => {
    last = some;
    io.out(some);
  };
  const indented = (some: string, indent: number): readonly string[] => {
    const room = text.width === null ? Number.POSITIVE_INFINITY : text.width - indent;
    return wrap(some, room).map((line) => `${' '.repeat(indent)}${line}\n`);
  };
  const bold = (title: string): string => paint('bold', title, text.color);
  return {
    text,
    inner: { ...text, width: text.width === null ? null : text.width - MARGIN },
    opening: (title, paragraph) => out(`${bold(title)}\n\n${indented(paragraph, MARGIN).join('')}`),
    part(title) {
      number += 1;
      out(`\n${bold(`${number}. ${title}`)}\n\n`);
    },
    section: (title) => out(`  ${bold(title)}\n\n`),
    say: (paragraph) => out(indented(paragraph, MARGIN).join('')),
    item: (one) =>
      out(
        indented(one, MARGIN + 2)
          .join('')
          .replace(/^ {2}( *) {2}/, '  $1- '),
      ),
    line(at, who, does) {
      const head = `${timeOfDay(at)}  ${who.padEnd(WHO_COLUMNS)}`;
      const [first = '', ...rest] = labelled(head, clean(does), text, MARGIN);
      out(`${first.replace(timeOfDay(at), (time) => paint('dim', time, text.color))}\n`);
      for (const line of rest) out(`${line}\n`);
    },
    block: (block) => out(block.replaceAll(/^(?=.)/gm, ' '.repeat(MARGIN))),
    gap: () => {
      if (!last.endsWith('\n\n')) out('\n');
    },
  };
}
