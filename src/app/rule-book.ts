import type { CatalogueEntry } from '../detect/catalogue.ts';
import { catalogueOf } from '../detect/catalogue.ts';
import type { LoadedRules } from '../detect/sigma/load.ts';
import type { SigmaRule } from '../detect/sigma/rule.ts';
import { formatsOf, type RuleChoice, readRules } from './rules.ts';
import type { Surroundings } from './surroundings.ts';

/** A detector with where it comes from. */
export interface RuleBookEntry extends CatalogueEntry {
  /** Rule file; '' for what is built in. */
  readonly path: string;
  readonly references: readonly string[];
  readonly author: string;
  readonly license: string;
  /** Log source that it reads, `product/service`; '' for what reads all of them. */
  readonly source: string;
  readonly examples: { readonly fire: number; readonly quiet: number };
}

export interface RuleBook {
  readonly entries: readonly RuleBookEntry[];
  readonly skipped: LoadedRules['skipped'];
  readonly disabled: readonly string[];
}

/** All detectors for people, and what could not be loaded. */
export async function readRuleBook(choice: RuleChoice, around: Surroundings): Promise<RuleBook> {
  const { loaded, skipped, disabled } = await readRules(choice, around);
  const rules = new Map(loaded.map((rule) => [rule.info.id, rule]));
  return { entries: catalogueOf(loaded).map((entry) => entryOf(entry, rules.get(entry.info.id))), skipped, disabled };
}

function entryOf(entry: CatalogueEntry, rule: SigmaRule | undefined): RuleBookEntry {
  const examples = rule?.extras?.examples;
  const { product = '', service = '', category = '' } = rule?.logsource ?? {};
  return {
    ...entry,
    path: rule?.path ?? '',
    references: rule?.references ?? [],
    author: rule?.author ?? '',
    license: rule?.license ?? '',
    source: [product, service, category].filter((part) => part !== '').join('/'),
    examples: { fire: examples?.fire.length ?? 0, quiet: examples?.quiet.length ?? 0 },
  };
}

/** An example that did not do what its rule says. */
export interface FailedExample {
  readonly rule: string;
  readonly path: string;
  readonly expected: 'fire' | 'quiet';
  /** Which of its kind, from 1. */
  readonly number: number;
}

export interface RuleTest {
  readonly rules: number;
  readonly examples: number;
  readonly failed: readonly FailedExample[];
  /** Rules that run and bring no examples: imported ones, as a rule. */
  readonly untested: readonly string[];
  readonly skipped: LoadedRules['skipped'];
  readonly disabled: readonly string[];
}

/** Runs the examples of every rule that was loaded, those of the user's folders too. */
export async function testRules(choice: RuleChoice, around: Surroundings): Promise<RuleTest> {
  const { rules, loaded, skipped, disabled } = await readRules(choice, around);
  const formats = formatsOf(around);
  const fires = (rule: SigmaRule, record: unknown): boolean =>
    formats.some((format) => rules.match(format.id, record).some((hit) => hit.rule === rule.info.id));
  const failed = loaded.flatMap((rule) =>
    (['fire', 'quiet'] as const).flatMap((expected) =>
      (rule.extras?.examples[expected] ?? []).flatMap((record, index) =>
        fires(rule, record) === (expected === 'fire')
          ? []
          : [{ rule: rule.info.id, path: rule.path, expected, number: index + 1 }],
      ),
    ),
  );
  const examples = loaded.flatMap(({ extras }) => [
    ...(extras?.examples.fire ?? []),
    ...(extras?.examples.quiet ?? []),
  ]);
  return {
    rules: loaded.length,
    examples: examples.length,
    failed,
    untested: loaded.filter(({ extras }) => extras === null).map(({ info }) => info.id),
    skipped,
    disabled,
  };
}
