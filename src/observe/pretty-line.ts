import { z } from 'zod';
import { escapeTerminal } from '../kit/escape-terminal.ts';

const LINE = z.looseObject({ time: z.string(), level: z.string(), message: z.string() });

/** What a person watching does not need on every line. */
const HIDDEN: ReadonlySet<string> = new Set(['time', 'level', 'message', 'pid', 'host']);

const MARKS: Readonly<Record<string, string>> = { debug: '  ', info: '  ', warn: '! ', error: '!!' };

/** A JSON log line as a short one for a terminal: `20:15:04Z    page stored  source=… new=12`. */
export function prettyLine(json: string): string {
  const line = LINE.safeParse(JSON.parse(json));
  if (!line.success) return json;
  const { time, level, message } = line.data;
  const fields = Object.entries(line.data)
    .filter(([key, value]) => !HIDDEN.has(key) && value !== undefined)
    .map(([key, value]) => `${escapeTerminal(key)}=${escapeTerminal(shown(value))}`);
  return `${[`${time.slice(11, 19)}Z ${MARKS[level] ?? '  '} ${escapeTerminal(message)}`, ...fields].join('  ')}\n`;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return /[\s"=]/.test(value) || value === '' ? JSON.stringify(value) : value;
  // Of an error its sentence; the rest is in the JSON form.
  if (typeof value === 'object' && value !== null && 'message' in value) return JSON.stringify(value.message);
  return JSON.stringify(value);
}
