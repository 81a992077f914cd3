import { styleText } from 'node:util';
import type { Severity } from '../core/event.ts';
import { escapeTerminal } from '../kit/escape-terminal.ts';
import { redact } from '../kit/redact.ts';

export type Style = 'bold' | 'dim' | 'red' | 'magenta' | 'yellow' | 'cyan' | 'green';

/** For whom a text is made. `width` null means: no limit, as for a file or a pipe. */
export interface TextOptions {
  readonly width: number | null;
  readonly color: boolean;
}

export const PLAIN: TextOptions = { width: null, color: false };

export const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  critical: 'red',
  high: 'magenta',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

/** Colour only where it was asked for: the caller knows the terminal and `NO_COLOR`. */
export function paint(style: Style, text: string, color: boolean): string {
  return color ? styleText(style, text, { validateStream: false }) : text;
}

/** Text that others may have written, fit for a terminal. */
export function clean(text: string): string {
  return escapeTerminal(redact(text));
}
