import type { RecordFormat } from '../../core/connector.ts';
import type { Condition } from './condition.ts';
import { namesFor, parseCondition } from './condition.ts';
import { isObject } from './field.ts';
import type { SigmaRule } from './rule.ts';
import { RuleError } from './rule.ts';
import type { Predicate, Selection } from './selection.ts';
import { compileSelection } from './selection.ts';

export interface CompiledRule {
  readonly rule: SigmaRule;
  readonly test: Predicate;
  /** False only when no record with this action can match. */
  readonly mayMatch: (action: unknown) => boolean;
  /** Fields that the rule reads, for the "can never match" report. */
  readonly fields: readonly string[];
}

/** @throws RuleError */
export function compileRule(rule: SigmaRule, format: RecordFormat): CompiledRule {
  const selections = new Map<string, Selection>();
  for (const [name, source] of Object.entries(rule.selections)) {
    selections.set(name, compileSelection(source, format));
  }
  const names = [...selections.keys()];
  const conditions = rule.conditions.map(parseCondition);
  const tests = conditions.map((condition) => predicate(condition, selections, names));
  const filters = conditions.map((condition) => actionFilter(condition, selections, names, format.actionField));
  return {
    rule,
    test: (record) => tests.some((test) => test(record)),
    mayMatch: (action) => filters.some((filter) => filter(action)),
    fields: fieldsOf(selections),
  };
}

function fieldsOf(selections: ReadonlyMap<string, Selection>): readonly string[] {
  const fields = new Set<string>();
  for (const selection of selections.values()) {
    for (const lines of selection.maps) for (const line of lines) fields.add(line.field);
  }
  return [...fields];
}

function selectionNamed(name: string, selections: ReadonlyMap<string, Selection>): Selection {
  const selection = selections.get(name);
  if (selection === undefined) throw new RuleError(`condition names "${name}", and there is no such selection`);
  return selection;
}

function predicate(
  condition: Condition,
  selections: ReadonlyMap<string, Selection>,
  names: readonly string[],
): Predicate {
  switch (condition.kind) {
    case 'selection':
      return selectionNamed(condition.name, selections).test;
    case 'of': {
      const tests = namesFor(condition.pattern, names).map((name) => selectionNamed(name, selections).test);
      return condition.all
        ? (record) => tests.every((test) => test(record))
        : (record) => tests.some((test) => test(record));
    }
    case 'not': {
      const test = predicate(condition.term, selections, names);
      return (record) => !test(record);
    }
    case 'and':
    case 'or': {
      const tests = condition.terms.map((term) => predicate(term, selections, names));
      return condition.kind === 'and'
        ? (record) => tests.every((test) => test(record))
        : (record) => tests.some((test) => test(record));
    }
  }
}

type ActionFilter = (action: unknown) => boolean;
const anyAction: ActionFilter = () => true;

/** What the condition says about the action alone; `true` wherever it says nothing certain. */
function actionFilter(
  condition: Condition,
  selections: ReadonlyMap<string, Selection>,
  names: readonly string[],
  actionField: string,
): ActionFilter {
  const of = (name: string): ActionFilter => selectionFilter(selectionNamed(name, selections), actionField);
  switch (condition.kind) {
    case 'selection':
      return of(condition.name);
    case 'of':
      return combine(namesFor(condition.pattern, names).map(of), condition.all);
    case 'not':
      return anyAction;
    case 'and':
    case 'or':
      return combine(
        condition.terms.map((term) => actionFilter(term, selections, names, actionField)),
        condition.kind === 'and',
      );
  }
}

function combine(filters: readonly ActionFilter[], all: boolean): ActionFilter {
  return all
    ? (action) => filters.every((filter) => filter(action))
    : (action) => filters.some((filter) => filter(action));
}

function selectionFilter(selection: Selection, actionField: string): ActionFilter {
  if (selection.maps.length === 0) return anyAction;
  return combine(
    selection.maps.map((lines) => {
      const tests = lines.flatMap((line) =>
        line.field === actionField && line.valueTest !== null ? [line.valueTest] : [],
      );
      return (action: unknown) => tests.every((test) => test(action));
    }),
    false,
  );
}

/** Whether a rule is meant for records of this format. A category alone names no source of ours. */
export function appliesTo(rule: SigmaRule, format: RecordFormat): boolean {
  const { product, service } = rule.logsource;
  return product === format.logsource.product && (service === '' || service === format.logsource.service);
}

/** Reads the dispatching field of a record, which may be dotted. */
export function actionReader(format: RecordFormat): (record: unknown) => unknown {
  const path = format.actionField.split('.');
  return (record) => {
    let current: unknown = record;
    for (const name of path) {
      if (!isObject(current)) return undefined;
      current = current[name];
    }
    return current;
  };
}
