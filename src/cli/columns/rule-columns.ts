import type { RuleBookEntry, RuleUse } from '../../app/setup/rule-book.ts';
import { isoDay, isoTime } from '../../core/time.ts';
import type { Column } from '../../report/format.ts';
import { SEVERITY_STYLES } from '../../report/paint.ts';

/** A detector, and what it did over the stored events; null where there is no database. */
export interface RuleRow extends RuleBookEntry {
  readonly use: RuleUse | null;
}

/** How the detectors are listed. */
export const RULE_COLUMNS: readonly Column<RuleRow>[] = [
  { key: 'id', title: 'DETECTOR', value: ({ info }) => info.id, identifier: true, shrink: 'never' },
  {
    key: 'severity',
    title: 'SEVERITY',
    value: ({ info }) => info.severity,
    style: ({ info }) => SEVERITY_STYLES[info.severity],
    shrink: 'never',
  },
  { key: 'kind', title: 'KIND', value: ({ kind }) => kind, shrink: 'never' },
  {
    key: 'state',
    title: 'STATE',
    value: ({ use }) => use?.state ?? '',
    style: ({ use }) => (use?.state === 'idle' ? 'dim' : undefined),
    shrink: 'never',
    inTable: 'filled',
  },
  {
    key: 'times',
    title: 'TIMES',
    value: ({ use }) => use?.times ?? null,
    short: ({ use }) => (use === null || use.times === 0 ? '' : String(use.times)),
    shrink: 'never',
    inTable: 'filled',
  },
  {
    key: 'last',
    title: 'LAST',
    value: ({ use }) => (use === null || use.last === null ? '' : isoTime(use.last)),
    short: ({ use }) => (use === null || use.last === null ? '' : isoDay(use.last)),
    shrink: 'never',
    inTable: 'filled',
  },
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
