import type { Style } from '../paint.ts';

const TONES: Readonly<Record<Style, string>> = {
  green: 'good',
  yellow: 'medium',
  red: 'critical',
  magenta: 'high',
  cyan: 'low',
  dim: 'plain',
  bold: 'plain',
};

/** The class of the style sheet for a colour of the terminal. */
export function toneOf(style: Style): string {
  return TONES[style];
}
