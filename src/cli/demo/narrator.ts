import { isoTime, type Millis } from '../../core/time.ts';
import type { TextOptions } from '../../report/paint.ts';
import { paint } from '../../report/paint.ts';
import type { CliIo } from '../io.ts';

/** Tells the demo's story: a heading for each part, a line for each thing that happens, with the story's time. */
export interface Narrator {
  readonly text: TextOptions;
  part(title: string): void;
  line(at: Millis, text: string): void;
  block(text: string): void;
}

export function createNarrator(io: CliIo, text: TextOptions): Narrator {
  let number = 0;
  return {
    text,
    part(title) {
      number += 1;
      io.out(`\n${paint('bold', `${number}. ${title}`, text.color)}\n\n`);
    },
    line: (at, what) => io.out(`  ${paint('dim', isoTime(at).slice(11, 19), text.color)}  ${what}\n`),
    block: (block) => io.out(block.replaceAll(/^(?=.)/gm, '  ')),
  };
}
