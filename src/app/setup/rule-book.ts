import type { Store } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import type { CatalogueEntry } from '../../detect/catalogue.ts';
import { catalogueOf } from '../../detect/catalogue.ts';
import type { LoadedRules } from '../../detect/sigma/load.ts';
import type { SigmaRule } from '../../detect/sigma/rule.ts';
import type { Surroundings } from '../surroundings.ts';
import { formatsOf, type RuleChoice, readRules } from './rules.ts';

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
  readonly rules: LoadedRules['rules'];
  readonly skipped: LoadedRules['skipped'];
  readonly disabled: readonly string[];
}

/** What a detector did over all stored events. `idle`: nothing that it looks for ever came in. */
export interface RuleUse {
  readonly state: 'spoke' | 'silent' | 'idle';
  readonly times: number;
  readonly last: Millis | null;
}

/** More kinds of actions than any provider has. */
const ACTIONS = 20_000;

/** By the id of the detector. Built-in ones are never idle: which events they need depends on what connectors declare. */
export async function readRuleUse(
  book: RuleBook,
  store: Pick<Store, 'incidents' | 'events'>,
  around: Surroundings,
): Promise<ReadonlyMap<string, RuleUse>> {
  const spoke = new Map((await store.incidents.detectorUse()).map((one) => [one.detector, one]));
  const met = new Map<string, readonly string[]>();
  for (const provider of Object.keys(around.connectors))
    met.set(
      provider,
      (await store.events.top('action', { provider }, ACTIONS)).map(({ key }) => key),
    );
  const concerned = book.rules.concerned(met);
  return new Map(
    book.entries.map(({ info: { id }, kind }): [string, RuleUse] => {
      const { times = 0, last = null } = spoke.get(id) ?? {};
      const isIdle = times === 0 && kind !== 'built-in' && !concerned.has(id);
      return [id, { state: times > 0 ? 'spoke' : isIdle ? 'idle' : 'silent', times, last }];
    }),
  );
}

/** All detectors for people, and what could not be loaded. */
export async function readRuleBook(choice: RuleChoice, around: Surroundings): Promise<RuleBook> {
  const { rules, loaded, skipped, disabled } = await readRules(choice, around);
  const byId = new Map(loaded.map((rule) => [rule.info.id, rule]));
  const entries = catalogueOf(loaded).map((entry) => entryOf(entry, byId.get(entry.info.id)));
  return { entries, rules, skipped, disabled };
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
