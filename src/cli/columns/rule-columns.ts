import type { RuleBookEntry } from '../../app/rule-book.ts';
import type { Column } from '../../report/format.ts';
import { SEVERITY_STYLES } from '../../report/paint.ts';

/** How the detectors are listed. */
export const RULE_COLUMNS: readonly Column<RuleBookEntry>[] = [
  { key: 'id', title: 'DETECTOR', value: ({ info }) => info.id, identifier: true, shrink: 'never' },
  {
    key: 'severity',
    title: 'SEVERITY',
    value: ({ info }) => info.severity,
    style: ({ info }) => SEVERITY_STYLES[info.severity],
    shrink: 'never',
  },
  { key: 'kind', title: 'KIND', value: ({ kind }) => kind, shrink: 'never' },
  { key: 'title', title: 'WHAT', value: ({ info }) => info.title, shrink: 'end' },
  {
    key: 'attack',
    title: 'ATT&CK',
    value: ({ info }) => info.attack.join(' '),
    json: ({ info }) => [...info.attack],
    shrink: 'end',
    dispensable: true,
  },
  { key: 'source', title: 'SOURCE', value: ({ source }) => source, inTable: false },
  { key: 'detects', title: 'DETECTS', value: ({ info }) => info.detects, inTable: false },
  { key: 'misses', title: 'MISSES', value: ({ info }) => info.misses, inTable: false },
  { key: 'falsePositives', title: 'FALSE POSITIVES', value: ({ info }) => info.falsePositives, inTable: false },
  { key: 'triage', title: 'TRIAGE', value: ({ info }) => info.triage, inTable: false },
  {
    key: 'examples',
    title: 'EXAMPLES',
    value: ({ examples }) => examples.fire + examples.quiet,
    json: ({ examples }) => ({ ...examples }),
    inTable: false,
  },
  { key: 'path', title: 'FILE', value: ({ path }) => path, identifier: true, inTable: false },
];
