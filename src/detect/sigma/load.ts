import type { RecordFormat } from '../../core/connector.ts';
import { parseRules } from './parse.ts';
import { readRuleFiles } from './read.ts';
import type { SigmaRule, SkippedRule } from './rule.ts';
import { RuleSet } from './rule-set.ts';

/** Rules ready to run, and a plain account of those that are not. */
export interface LoadedRules {
  readonly rules: RuleSet;
  readonly loaded: readonly SigmaRule[];
  /** Files and rules that cannot run, each with its reason; they never stop the others. */
  readonly skipped: readonly SkippedRule[];
  /** Switched off by configuration. */
  readonly disabled: readonly string[];
}

/**
 * Reads every rule below the folders (ours first, then the user's) and compiles it for the formats.
 * @param disabled ids of rules that shall not run
 * @throws when a folder cannot be read
 */
export async function loadRules(
  folders: readonly string[],
  disabled: readonly string[],
  formats: readonly RecordFormat[],
): Promise<LoadedRules> {
  const files = (await Promise.all(folders.map(readRuleFiles))).flat();
  const parsed = parseRules(files);
  const off = new Set(disabled);
  const wanted = parsed.rules.filter((rule) => !off.has(rule.info.id) && !off.has(rule.uuid));
  const rules = new RuleSet(wanted, formats);
  return {
    rules,
    loaded: rules.loaded,
    skipped: [...parsed.skipped, ...rules.skipped],
    disabled: parsed.rules.filter((rule) => !wanted.includes(rule)).map((rule) => rule.info.id),
  };
}
