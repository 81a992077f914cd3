import { displayWidth, padEnd, padStart, truncate, truncateMiddle } from '../kit/text-width.ts';
import type { Style, TextOptions } from './paint.ts';
import { paint } from './paint.ts';

/** One cell as it will be shown: escaped already. */
export interface TableCell {
  readonly text: string;
  readonly style?: Style;
}

export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Where a narrow terminal cuts; `never` for what is useless when cut. */
  readonly shrink?: 'end' | 'middle' | 'never';
  /** A terminal too narrow for all goes without it, and says so; other formats have it. The last one goes first. */
  readonly dispensable?: boolean;
}

const GAP = '  ';
const LEAST = 8;
/** Below this, cut text says little: better fewer columns. */
const READABLE = 16;

/** Columns as wide as their content; on a terminal as many as can be read, cut to its width, the widest first. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  options: TextOptions,
): string {
  const all = columns.map((column, index) => ({ column, index, natural: naturalWidth(column, index, rows) }));
  const shown = readable(all, options.width);
  const widths = fit(shown, options.width);
  const head = shown.map(({ column }, at) => paint('dim', place(column.title, column, widths[at] ?? 0), options.color));
  const body = rows.map((row) =>
    shown.map(({ column, index }, at) => {
      const cell = row[index] ?? { text: '' };
      const text = place(cell.text, column, widths[at] ?? 0);
      return cell.style === undefined ? text : paint(cell.style, text, options.color);
    }),
  );
  const lines = [head, ...body].map((cells) => trimEnd(cells.join(GAP)));
  const missing = all.filter((one) => !shown.includes(one)).map(({ column }) => column.title);
  if (missing.length > 0) lines.push(paint('dim', `(too narrow for ${missing.join(', ')})`, options.color));
  return `${lines.join('\n')}\n`;
}

interface Measured {
  readonly column: TableColumn;
  /** Its place in a row. */
  readonly index: number;
  readonly natural: number;
}

function naturalWidth(column: TableColumn, index: number, rows: readonly (readonly TableCell[])[]): number {
  let width = displayWidth(column.title);
  for (const row of rows) width = Math.max(width, displayWidth(row[index]?.text ?? ''));
  return width;
}

/** Without the dispensable columns that would leave too little room for the others. */
function readable(all: readonly Measured[], width: number | null): readonly Measured[] {
  let shown = all;
  if (width === null) return shown;
  while (lineWidth(shown.map(needed)) > width) {
    const last = shown.findLast(({ column }) => column.dispensable === true);
    if (last === undefined) break;
    shown = shown.filter((one) => one !== last);
  }
  return shown;
}

function needed({ column, natural }: Measured): number {
  return column.shrink === 'never' ? natural : Math.min(natural, READABLE);
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one, 0) + GAP.length * Math.max(0, widths.length - 1);
}

/** Takes columns off the widest one that may shrink until the line fits or nothing may shrink. */
function fit(shown: readonly Measured[], width: number | null): readonly number[] {
  const widths = shown.map(({ natural }) => natural);
  if (width === null) return widths;
  for (let excess = lineWidth(widths) - width; excess > 0; excess -= 1) {
    let widest = -1;
    for (const [index, { column }] of shown.entries()) {
      if (column.shrink === 'never' || (widths[index] ?? 0) <= LEAST) continue;
      if (widest < 0 || (widths[index] ?? 0) > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) return widths;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function place(text: string, column: TableColumn, width: number): string {
  const cut = column.shrink === 'middle' ? truncateMiddle(text, width) : truncate(text, width);
  return column.align === 'right' ? padStart(cut, width) : padEnd(cut, width);
}

/** Padding of the last column, also in front of the code that ends its colour. */
function trimEnd(line: string): string {
  return line.replace(/ +(\u001b\[\d+m)?$/, '$1');
}
