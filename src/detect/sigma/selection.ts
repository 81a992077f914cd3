import type { RecordFormat } from '../../core/connector.ts';
import { fieldReader, isObject } from './field.ts';
import { leafTest, parseKey, referenceTest } from './modifiers.ts';
import { compilePattern } from './pattern.ts';
import { RuleError } from './rule.ts';

/** Whether a raw record fits. */
export type Predicate = (record: unknown) => boolean;

/** One `field|modifiers: values` line, compiled; `action` keeps what the dispatcher may use. */
export interface FieldTest {
  readonly field: string;
  readonly test: Predicate;
  /** Tests a bare value of the field, where nothing else of the record is needed. */
  readonly valueTest: ((value: unknown) => boolean) | null;
}

/** A selection: any of its maps, each with all of its lines. Keywords have no lines. */
export interface Selection {
  readonly maps: readonly (readonly FieldTest[])[];
  readonly test: Predicate;
}

/** @throws RuleError */
export function compileSelection(source: unknown, format: RecordFormat): Selection {
  if (Array.isArray(source)) {
    const items: readonly unknown[] = source;
    if (items.length > 0 && items.every((item) => isObject(item) && !Array.isArray(item))) {
      return anyMap(items.map((item) => compileMap(item, format)));
    }
    return keywords(items);
  }
  if (typeof source === 'string' || typeof source === 'number') return keywords([source]);
  if (!isObject(source)) throw new RuleError('a selection is neither a map nor a list');
  return anyMap([compileMap(source, format)]);
}

function anyMap(maps: readonly (readonly FieldTest[])[]): Selection {
  const only = maps[0];
  const test: Predicate =
    maps.length === 1 && only !== undefined
      ? (record) => fitsAll(only, record)
      : (record) => maps.some((lines) => fitsAll(lines, record));
  return { maps, test };
}

function fitsAll(lines: readonly FieldTest[], record: unknown): boolean {
  for (const line of lines) if (!line.test(record)) return false;
  return true;
}

function keywords(values: readonly unknown[]): Selection {
  const tests = values.map((value) => compilePattern(String(value), 'inside', false));
  return {
    maps: [],
    test: (record) => {
      const text = JSON.stringify(record);
      return tests.some((test) => test(text));
    },
  };
}

function compileMap(source: unknown, format: RecordFormat): readonly FieldTest[] {
  if (!isObject(source)) throw new RuleError('a selection is not a map');
  return Object.entries(source).map(([key, value]) => compileLine(key, value, format));
}

function compileLine(key: string, value: unknown, format: RecordFormat): FieldTest {
  const { field, modifiers } = parseKey(key);
  const read = fieldReader(format, field);
  if (modifiers.includes('fieldref'))
    return { field, valueTest: null, test: reference(read, value, modifiers, format) };
  const valueTest = modifiers.includes('exists') ? existsTest(value) : valuesTest(value, modifiers);
  return { field, valueTest, test: (record) => valueTest(read(record)) };
}

function existsTest(value: unknown): (found: unknown) => boolean {
  const wanted = value === true || String(value).toLowerCase() === 'true';
  return (found) => (found !== undefined && found !== null) === wanted;
}

function valuesTest(value: unknown, modifiers: readonly string[]): (found: unknown) => boolean {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const tests = values.map((item) => (item === null ? isAbsent : present(leafTest(item, modifiers))));
  const all = modifiers.includes('all');
  const test = (found: unknown): boolean =>
    all ? tests.every((fits) => fits(found)) : tests.some((fits) => fits(found));
  return modifiers.includes('neq') ? (found) => !test(found) : test;
}

function isAbsent(found: unknown): boolean {
  return found === null || found === undefined;
}

/** Lifts a leaf test over lists: any element will do. */
function present(test: (leaf: unknown) => boolean): (found: unknown) => boolean {
  const lifted = (found: unknown): boolean => {
    if (found === null || found === undefined) return false;
    if (!Array.isArray(found)) return test(found);
    return found.some((element) => lifted(element)) || (found.some(isObject) && test(found));
  };
  return lifted;
}

function reference(
  read: (record: unknown) => unknown,
  value: unknown,
  modifiers: readonly string[],
  format: RecordFormat,
): Predicate {
  const readOther = fieldReader(format, String(value));
  const test = referenceTest(modifiers);
  return (record) => {
    const left = read(record);
    const right = readOther(record);
    return !isAbsent(left) && !isAbsent(right) && test(left, right);
  };
}
