import type { Log } from '../app/setup/connector-context.ts';
import { clean } from '../report/paint.ts';
import type { CliContext } from './context.ts';

/** A connector's warnings as plain lines beside the command's own words; nothing else of its log. */
export function stderrLog({ io }: CliContext): Log {
  return (level, message, fields) => {
    if (level !== 'warn') return;
    const facts = Object.entries(fields ?? {}).map(([name, value]) => `${name} ${String(value)}`);
    io.err(`${clean([message, ...facts].join(', '))}\n`);
  };
}
