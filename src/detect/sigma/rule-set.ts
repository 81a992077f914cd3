import type { RecordFormat } from '../../core/connector.ts';
import type { CompiledRule } from './compile.ts';
import { actionReader, appliesTo, compileRule } from './compile.ts';
import type { FieldReader } from './field.ts';
import { fieldReader, textOf } from './field.ts';
import type { SigmaRule, SkippedRule } from './rule.ts';
import { FIRST_AT, FIRST_OF, RuleError } from './rule.ts';

/** A stateless match, as it travels in a batch's facts. */
export interface RuleHit {
  readonly rule: string;
  readonly detail: Readonly<Record<string, string>>;
}

interface Entry {
  readonly compiled: CompiledRule;
  readonly shown: readonly (readonly [string, FieldReader])[];
  /** What one match counts for, where the rule says so. */
  readonly weight: readonly [string, FieldReader] | null;
  /** What is remembered of a match, where the rule looks for what is new. */
  readonly first: { readonly of: FieldReader | null; readonly at: readonly FieldReader[] } | null;
}

interface Group {
  readonly format: RecordFormat;
  readonly action: FieldReader;
  readonly entries: readonly Entry[];
  /** Entries that may match, by the action's value as it stands in records. */
  readonly byAction: Map<unknown, readonly Entry[]>;
}

const NO_HITS: readonly RuleHit[] = [];
const NO_ENTRIES: readonly Entry[] = [];
/** Actions come from records, so the memo must not grow without end. */
const MAX_ACTIONS = 20_000;
const MAX_SHOWN = 200;
const MOST_VALUES = 64;

/** Compiled rules of all formats. One instance a thread; `match` is called for every raw record. */
export class RuleSet {
  /** Rules that were read and cannot run, with the reason. */
  readonly skipped: readonly SkippedRule[];
  /** Rules that run for at least one format. */
  readonly loaded: readonly SigmaRule[];
  readonly #groups = new Map<string, Group>();

  constructor(rules: readonly SigmaRule[], formats: readonly RecordFormat[]) {
    const loaded = new Set<SigmaRule>();
    const skipped = new Map<SigmaRule, string>();
    for (const format of formats) {
      const entries: Entry[] = [];
      for (const rule of rules) {
        if (!appliesTo(rule, format)) continue;
        try {
          entries.push(entryOf(rule, format));
          loaded.add(rule);
        } catch (error) {
          if (!(error instanceof RuleError)) throw error;
          skipped.set(rule, error.message);
        }
      }
      this.#groups.set(format.id, { format, action: actionReader(format), entries, byAction: new Map() });
    }
    for (const rule of rules) {
      if (loaded.has(rule) || skipped.has(rule)) continue;
      skipped.set(rule, `no source delivers records of log source ${describeSource(rule)}`);
    }
    this.loaded = [...loaded];
    this.skipped = [...skipped].map(([rule, reason]) => ({ path: rule.path, title: rule.info.title, reason }));
  }

  /** Rules that fit the record, with the fields worth showing. A shared empty list when none does. */
  match(format: string, record: unknown): readonly RuleHit[] {
    const group = this.#groups.get(format);
    if (group === undefined) return NO_HITS;
    const action = group.action(record);
    const entries = group.byAction.get(action) ?? candidates(group, action);
    if (entries.length === 0) return NO_HITS;
    let hits: RuleHit[] | null = null;
    let shown: unknown = null;
    for (const entry of entries) {
      if (!entry.compiled.test(record)) continue;
      shown ??= group.format.sanitize(record);
      hits ??= [];
      hits.push({ rule: entry.compiled.rule.info.id, detail: detailOf(entry, shown) });
    }
    return hits ?? NO_HITS;
  }

  /**
   * Rules that some of these actions concern; a rule that none of them concerns has had nothing to look at.
   * @param actions as they were met, by the first word of the format's id
   */
  concerned(actions: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { entries, format } of this.#groups.values()) {
      const met = actions.get(format.id.split('.')[0] ?? '') ?? [];
      // Some actions are kept with more than the word that the record dispatches by.
      const words = new Set([...met, ...met.map((action) => action.split(' ')[0])]);
      for (const { compiled } of entries)
        if ([...words].some((action) => compiled.mayMatch(action))) found.add(compiled.rule.info.id);
    }
    return found;
  }
}

function entryOf(rule: SigmaRule, format: RecordFormat): Entry {
  const compiled = compileRule(rule, format);
  const readers = (fields: readonly string[]): (readonly [string, FieldReader])[] =>
    fields.map((field) => [field, fieldReader(format, field)]);
  const shown = rule.fields.length > 0 ? rule.fields : compiled.fields;
  const weigh = rule.extras?.window?.weigh ?? '';
  return {
    compiled,
    shown: readers(shown),
    weight: weigh === '' || !Number.isNaN(Number(weigh)) ? null : [weigh, fieldReader(format, weigh)],
    first: firstOf(rule, (field) => fieldReader(format, field)),
  };
}

function firstOf(rule: SigmaRule, reader: (field: string) => FieldReader): Entry['first'] {
  const first = rule.extras?.first ?? null;
  return first === null ? null : { of: first.of === '' ? null : reader(first.of), at: first.at.map(reader) };
}

function candidates(group: Group, action: unknown): readonly Entry[] {
  const found = group.entries.filter((entry) => entry.compiled.mayMatch(action));
  const entries = found.length === 0 ? NO_ENTRIES : found;
  if (group.byAction.size < MAX_ACTIONS) group.byAction.set(action, entries);
  return entries;
}

function detailOf(entry: Entry, record: unknown): Readonly<Record<string, string>> {
  const detail: Record<string, string> = {};
  for (const [field, read] of entry.shown) {
    const value = read(record);
    const text = isPlainList(value) ? value.join(', ') : textOf(value);
    if (text !== '') detail[field] = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  }
  if (entry.weight !== null) {
    const [field, read] = entry.weight;
    const value = read(record);
    detail[field] = String(Array.isArray(value) ? value.length : Number(value) || 1);
  }
  if (entry.first !== null) {
    const { at, of } = entry.first;
    detail[FIRST_OF] = of === null ? '' : valuesOf(of(record)).join('\n');
    detail[FIRST_AT] = at.flatMap((read) => valuesOf(read(record))).join(' ');
  }
  return detail;
}

/** The values of a field, each on one line and short enough to be kept. */
function valuesOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items
    .slice(0, MOST_VALUES)
    .map((item) => textOf(item).replace(/\s+/g, ' ').trim().slice(0, MAX_SHOWN))
    .filter((text) => text !== '');
}

function isPlainList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);
}

function describeSource(rule: SigmaRule): string {
  return [rule.logsource.product, rule.logsource.service, rule.logsource.category]
    .filter((part) => part !== '')
    .join('/');
}
