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
}

const GAP = '  ';
const LEAST = 8;

/** Columns as wide as their content, cut to the terminal's width, the widest first. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  options: TextOptions,
): string {
  const widths = fit(columns, naturalWidths(columns, rows), options.width);
  const head = columns.map((column, index) =>
    paint('dim', place(column.title, column, widths[index] ?? 0), options.color),
  );
  const body = rows.map((row) =>
    columns.map((column, index) => {
      const cell = row[index] ?? { text: '' };
      const text = place(cell.text, column, widths[index] ?? 0);
      return cell.style === undefined ? text : paint(cell.style, text, options.color);
    }),
  );
  return `${[head, ...body].map((cells) => trimEnd(cells.join(GAP))).join('\n')}\n`;
}

function naturalWidths(columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[]): number[] {
  return columns.map((column, index) => {
    let width = displayWidth(column.title);
    for (const row of rows) width = Math.max(width, displayWidth(row[index]?.text ?? ''));
    return width;
  });
}

/** Takes columns off the widest one that may shrink until the line fits or nothing may shrink. */
function fit(columns: readonly TableColumn[], natural: readonly number[], width: number | null): readonly number[] {
  const widths = [...natural];
  if (width === null) return widths;
  let excess = widths.reduce((sum, one) => sum + one, 0) + GAP.length * Math.max(0, widths.length - 1) - width;
  while (excess > 0) {
    let widest = -1;
    for (const [index, column] of columns.entries()) {
      if (column.shrink === 'never' || (widths[index] ?? 0) <= LEAST) continue;
      if (widest < 0 || (widths[index] ?? 0) > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) return widths;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
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
