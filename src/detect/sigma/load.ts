import type { RecordFormat } from '../../core/connector.ts';
import { parseRules } from './parse.ts';
import { readRuleFiles } from './read.ts';
import type { SkippedRule } from './rule.ts';
import { RuleSet } from './rule-set.ts';

export interface LoadedRules {
  readonly rules: RuleSet;
  /** Files and rules that cannot run, with the reason; the others are loaded all the same. */
  readonly skipped: readonly SkippedRule[];
}

/** Reads, parses and compiles all rules below the folders, without those that are switched off. */
export async function loadRules(
  folders: readonly string[],
  disabled: readonly string[],
  formats: readonly RecordFormat[],
): Promise<LoadedRules> {
  const files = await Promise.all(folders.map(readRuleFiles));
  const parsed = parseRules(files.flat());
  const off = new Set(disabled);
  const rules = new RuleSet(
    parsed.rules.filter(({ info }) => !off.has(info.id)),
    formats,
  );
  return { rules, skipped: [...parsed.skipped, ...rules.skipped] };
}
