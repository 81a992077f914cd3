import type { Severity } from '../../../../src/core/event.ts';
import type { RuleExtras, SigmaRule } from '../../../../src/detect/sigma/rule.ts';

const EXTRAS: RuleExtras = {
  phrase: 'did something',
  implies: [],
  reason: '',
  denied: 'medium',
  failed: null,
  tamed: true,
  window: null,
  first: null,
  examples: { fire: [], quiet: [] },
};

/** A rule as the loader would make it, for hits that a story brings along. */
export function testRule(id: string, severity: Severity, extras: Partial<RuleExtras> | null = {}): SigmaRule {
  return {
    info: {
      id,
      title: `Rule ${id}`,
      severity,
      attack: ['T1078'],
      detects: '',
      misses: '',
      falsePositives: '',
      triage: '',
    },
    path: `rules/acme/${id}.yml`,
    uuid: '',
    author: '',
    license: '',
    references: [],
    logsource: { product: 'acme', service: 'audit', category: '' },
    selections: {},
    conditions: [],
    fields: [],
    extras: extras === null ? null : { ...EXTRAS, ...extras },
  };
}
