import type { Connector } from '../core/connector.ts';
import { branchesOf, type JsonSchema, jsonSchemaOf } from './json-schema.ts';
import { configSchema } from './schema.ts';

/** The configuration reference in Markdown: every field that the schema knows, and no other. */
export function configReference(connectors: readonly Connector[]): string {
  const schema = jsonSchemaOf(configSchema(connectors));
  const sections = Object.entries(schema.properties ?? {}).map(([name, section]) => sectionText(name, section));
  return [
    '# Configuration',
    '',
    'One YAML file; every section may be left out. Unknown keys are refused, and all errors are told at once with',
    'their lines. A *secret reference* is `env:NAME` (environment variable) or `file:PATH` (relative to the',
    'configuration file); the secret itself never stands in the file. A *duration* is a number with a unit:',
    '`ms`, `s`, `m`, `h`, `d`, `w`, also joined (`1h30m`).',
    '',
    ...sections,
  ].join('\n');
}

interface Row {
  readonly path: string;
  readonly type: string;
  readonly fallback: string;
  readonly description: string;
}

function sectionText(name: string, schema: JsonSchema): string {
  const rows = rowsOf(name, schema).map(
    (row) => `| \`${row.path}\` | ${cell(row.type)} | ${cell(row.fallback)} | ${cell(row.description)} |`,
  );
  const intro = schema.description === undefined ? [] : [schema.description, ''];
  if (rows.length === 0) return [`## ${name}`, '', ...intro].join('\n');
  return [`## ${name}`, '', ...intro, '| field | type | default | |', '|---|---|---|---|', ...rows, ''].join('\n');
}

/** One row per field below the schema, in the order of the schema; the same field of several alternatives once. */
function rowsOf(path: string, schema: JsonSchema): readonly Row[] {
  const rows = branchesOf(schema).flatMap((branch) => [
    ...(branch.items === undefined ? [] : rowsOf(`${path}[]`, branch.items)),
    ...Object.entries(branch.properties ?? {}).flatMap(([key, field]) => {
      const required = branch.required?.includes(key) === true;
      return [rowOf(`${path}.${key}`, field, required), ...rowsOf(`${path}.${key}`, field)];
    }),
  ]);
  return mergedRows(rows);
}

function mergedRows(rows: readonly Row[]): readonly Row[] {
  const byPath = new Map<string, Row>();
  for (const row of rows) {
    const known = byPath.get(row.path);
    if (known === undefined) {
      byPath.set(row.path, row);
      continue;
    }
    const both = (left: string, right: string): string =>
      left.split(' or ').includes(right) ? left : `${left} or ${right}`;
    byPath.set(row.path, { ...known, type: both(known.type, row.type) });
  }
  return [...byPath.values()];
}

function rowOf(path: string, schema: JsonSchema, required: boolean): Row {
  const fallback = schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
  return {
    path,
    type: typeText(schema),
    fallback: required ? '*required*' : plainDefault(schema) ? '' : fallback,
    description: schema.description ?? '',
  };
}

/** Empty sections and lists as defaults say nothing. */
function plainDefault(schema: JsonSchema): boolean {
  return ['{}', '[]', '""'].includes(JSON.stringify(schema.default));
}

function typeText(schema: JsonSchema): string {
  // That a field may also be empty is what leaving it out means.
  const branches = branchesOf(schema).filter((branch) => branch.const !== '');
  if (branches.length > 1) return [...new Set(branches.map(typeText))].join(' or ');
  const [only] = branches;
  if (only !== undefined && only !== schema) return typeText(only);
  if (schema.const !== undefined) return `\`${plain(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${plain(value)}\``).join(', ');
  if (schema.items !== undefined) return `list of ${plural(typeText(schema.items))}`;
  if (schema.type === 'object') return 'section';
  if (schema.format === 'uri') return 'web address';
  return schema.format ?? (typeof schema.type === 'string' ? schema.type : 'any');
}

function plural(type: string): string {
  if (!/^[A-Za-z ]+$/.test(type)) return type;
  return type.endsWith('s') ? `${type}es` : `${type}s`;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}
