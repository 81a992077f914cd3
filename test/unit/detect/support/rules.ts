import type { RecordFormat } from '../../../../src/core/connector.ts';
import { parseRules } from '../../../../src/detect/sigma/parse.ts';
import type { SigmaRule } from '../../../../src/detect/sigma/rule.ts';
import { RuleSet } from '../../../../src/detect/sigma/rule-set.ts';

/** A format with a plain record and one field of its own. */
export const FORMAT: RecordFormat = {
  id: 'acme.audit',
  logsource: { product: 'acme', service: 'audit' },
  actionField: 'action',
  unwrap: (value) => [value],
  normalize: () => ({ kind: 'skip', reason: 'not needed here' }),
  sanitize: (record) => (typeof record === 'object' ? { ...record, password: '[removed]' } : record),
  derived: { 'keywatch.loud': (record) => JSON.stringify(record).includes('!') },
};

/** A rule file with this detection; the rest is filled in. */
export function ruleText(detection: string, more = ''): string {
  const indented = detection
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return `title: A rule\nid: 00000000-0000-4000-8000-000000000001\nlogsource:\n  product: acme\n  service: audit\nlevel: high\ndetection:\n${indented}\n${more}`;
}

export function ruleOf(detection: string, more = ''): SigmaRule {
  const { rules, skipped } = parseRules([{ path: 'rules/acme/a-rule.yml', text: ruleText(detection, more) }]);
  const rule = rules[0];
  if (rule === undefined) throw new Error(skipped[0]?.reason ?? 'no rule');
  return rule;
}

/** Whether a rule with this detection matches the record. */
export function matches(detection: string, record: unknown): boolean {
  const set = new RuleSet([ruleOf(detection)], [FORMAT]);
  if (set.skipped[0] !== undefined) throw new Error(set.skipped[0].reason);
  return set.match(FORMAT.id, record).length > 0;
}

/** Why a rule with this detection cannot run. */
export function refusal(detection: string): string {
  const { rules, skipped } = parseRules([{ path: 'rules/acme/a-rule.yml', text: ruleText(detection) }]);
  return skipped[0]?.reason ?? new RuleSet(rules, [FORMAT]).skipped[0]?.reason ?? '';
}
