import type { Choice } from '../app/setup/init.ts';
import { clean } from '../report/paint.ts';
import type { CliIo } from './io.ts';
import { usageError } from './usage.ts';

/** The providers that were named; else the only one there is; else, on a terminal, the answer to a question. */
export async function chooseProviders(
  io: CliIo,
  all: readonly Choice[],
  given: readonly string[],
): Promise<readonly Choice[]> {
  if (given.length > 0) return named(all, given);
  if (all.length === 1) return all;
  if (!io.stdinIsTerminal)
    throw usageError('Say which providers to watch', `--provider ${all.map(({ id }) => id).join(', --provider ')}`);
  const column = Math.max(...all.map(({ id }) => id.length));
  const list = all.map(({ id, title }) => `  ${id.padEnd(column)}  ${title}\n`).join('');
  io.err(`Which providers shall be watched?\n${list}Names, separated by commas: `);
  const words = (await firstLine(io)).split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) throw usageError('No provider was named', 'Run it again, or say --provider NAME.');
  return named(all, words);
}

function named(all: readonly Choice[], ids: readonly string[]): readonly Choice[] {
  return [...new Set(ids)].map((id) => {
    const found = all.find((choice) => choice.id === id);
    if (found === undefined)
      throw usageError(`There is no provider ${clean(id)}`, `Choose of ${all.map((choice) => choice.id).join(', ')}.`);
    return found;
  });
}

async function firstLine({ stdin }: CliIo): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}
