import { escapeCsv } from '../kit/escape-csv.ts';
import { escapeTerminal } from '../kit/escape-terminal.ts';
import { redact } from '../kit/redact.ts';
import type { Json } from '../kit/redact-json.ts';
import { safeJson } from './json.ts';
import type { Style, TextOptions } from './paint.ts';
import type { TableColumn } from './table.ts';
import { table } from './table.ts';

export const FORMATS = ['table', 'json', 'ndjson', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** Raised when a field is renamed, removed or changes its meaning; not when one is added. */
export const SCHEMA_VERSION = 1;

/** One fact about a row, for all formats. */
export interface Column<Row> extends TableColumn {
  /** Field name in JSON and head of the CSV column. */
  readonly key: string;
  readonly value: (row: Row) => string | number | boolean | null;
  /** Where JSON says more than the table. */
  readonly json?: (row: Row) => Json;
  /** For the table only; `value` else. */
  readonly short?: (row: Row) => string;
  readonly style?: (row: Row) => Style | undefined;
  /** An identifier is never masked: it could not be looked up any more. */
  readonly identifier?: boolean;
  /** Left out of the table when no row has it, or always (`false`). */
  readonly inTable?: 'filled' | false;
}

/**
 * Rows in one of the formats, with a newline at the end.
 * @param kind what the rows are, e.g. `incidents`: the name of the JSON field that holds them
 */
export function render<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  format: Format,
  kind: string,
  options: TextOptions,
): string {
  switch (format) {
    case 'json':
      return `${safeJson({ schemaVersion: SCHEMA_VERSION, [kind]: rows.map((row) => jsonRow(row, columns)) }, 2)}\n`;
    case 'ndjson':
      return rows.map((row) => `${safeJson({ schemaVersion: SCHEMA_VERSION, ...jsonRow(row, columns) })}\n`).join('');
    case 'csv':
      return [
        columns.map((column) => column.key),
        ...rows.map((row) => columns.map((column) => escapeCsv(textCell(row, column)))),
      ]
        .map((cells) => `${cells.join(',')}\n`)
        .join('');
    case 'table':
      return renderTable(rows, columns, options);
  }
}

function renderTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], options: TextOptions): string {
  const shown = columns.filter(
    (column) =>
      column.inTable !== false && (column.inTable !== 'filled' || rows.some((row) => textCell(row, column) !== '')),
  );
  const cells = rows.map((row) =>
    shown.map((column) => {
      const text = column.short === undefined ? textCell(row, column) : escapeTerminal(mask(column.short(row), column));
      const style = column.style?.(row);
      return style === undefined ? { text } : { text, style };
    }),
  );
  return table(shown, cells, options);
}

function jsonRow<Row>(row: Row, columns: readonly Column<Row>[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(columns.map((column) => [column.key, jsonCell(row, column)]));
}

function jsonCell<Row>(row: Row, column: Column<Row>): Json {
  if (column.json !== undefined) return column.json(row);
  const value = column.value(row);
  return typeof value === 'string' ? mask(value, column) : value;
}

function textCell<Row>(row: Row, column: Column<Row>): string {
  const value = column.value(row);
  return value === null ? '' : escapeTerminal(mask(String(value), column));
}

function mask<Row>(text: string, column: Column<Row>): string {
  return column.identifier === true ? text : redact(text);
}
