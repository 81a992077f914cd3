import type { ToldLeak } from '../../app/incidents/leak.ts';
import type { Millis } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';
import type { Column } from '../../report/format.ts';
import { clockMinute } from '../../report/when.ts';

/** How answers to leak reports are listed. */
export const LEAK_COLUMNS: readonly Column<ToldLeak>[] = [
  {
    key: 'credential',
    title: 'CREDENTIAL',
    value: ({ answer }) => answer.exposure.credential,
    short: ({ answer }) => answer.exposure.credential || answer.exposure.summary,
    identifier: true,
    shrink: 'middle',
  },
  {
    key: 'used',
    title: 'USED SINCE',
    value: ({ answer }) => answer.verdict.used,
    style: ({ answer }) => (answer.verdict.used === 'yes' ? 'red' : undefined),
    shrink: 'never',
  },
  { key: 'state', title: 'STATE', value: ({ answer }) => answer.life.state, shrink: 'never' },
  { key: 'owner', title: 'OWNER', value: ({ answer }) => answer.owner, inTable: 'filled', shrink: 'middle' },
  {
    key: 'exposedAt',
    title: 'EXPOSED (UTC)',
    value: ({ answer }) => isoTime(answer.exposure.exposedAt),
    short: ({ answer }) => clockMinute(answer.exposure.exposedAt),
    shrink: 'never',
  },
  { key: 'place', title: 'WHERE', value: ({ answer }) => answer.exposure.place, shrink: 'middle' },
  { key: 'uses', title: 'USES', align: 'right', value: ({ answer }) => answer.uses, shrink: 'never' },
  {
    key: 'incidents',
    title: 'INCIDENTS',
    value: ({ incidents }) => ids(incidents).join(' '),
    json: ({ incidents }) => ids(incidents),
    identifier: true,
    inTable: 'filled',
    shrink: 'end',
  },
  { key: 'exposure', title: 'EXPOSURE', value: ({ answer }) => answer.exposure.id, identifier: true, inTable: false },
  { key: 'summary', title: 'WHAT', value: ({ answer }) => answer.exposure.summary, inTable: false },
  { key: 'secretSeen', title: 'SECRET SEEN', value: ({ answer }) => answer.exposure.secretSeen, inTable: false },
  { key: 'isNew', title: 'NEW', value: ({ isNew }) => isNew, inTable: false },
  { key: 'name', title: 'NAME', value: ({ answer }) => answer.name, inTable: false },
  { key: 'account', title: 'ACCOUNT', value: ({ answer }) => answer.account, identifier: true, inTable: false },
  { key: 'because', title: 'BECAUSE', value: ({ answer }) => answer.verdict.because, inTable: false },
  { key: 'refused', title: 'REFUSED', value: ({ answer }) => answer.refused, inTable: false },
  { key: 'complete', title: 'COMPLETE', value: ({ answer }) => answer.complete, inTable: false },
  { key: 'firstUse', title: 'FIRST USE', value: ({ answer }) => iso(answer.firstUse), inTable: false },
  { key: 'lastUse', title: 'LAST USE', value: ({ answer }) => iso(answer.lastUse), inTable: false },
  {
    key: 'by',
    title: 'BY',
    value: ({ answer }) => joined(answer.by),
    json: ({ answer }) => answer.by.map((one) => ({ ...one })),
    inTable: false,
  },
  {
    key: 'from',
    title: 'FROM',
    value: ({ answer }) => joined(answer.from),
    json: ({ answer }) => answer.from.map((one) => ({ ...one })),
    inTable: false,
  },
  {
    key: 'did',
    title: 'DID',
    value: ({ answer }) => joined(answer.actions),
    json: ({ answer }) => answer.actions.map((one) => ({ ...one })),
    inTable: false,
  },
  {
    key: 'on',
    title: 'ON',
    value: ({ answer }) => joined(answer.targets),
    json: ({ answer }) => answer.targets.map((one) => ({ ...one })),
    inTable: false,
  },
  {
    key: 'minted',
    title: 'MADE FROM IT',
    value: ({ answer }) => answer.minted.join(' '),
    json: ({ answer }) => [...answer.minted],
    identifier: true,
    inTable: false,
  },
  { key: 'coverage', title: 'COVERAGE', value: ({ answer }) => answer.coverage, inTable: false },
];

function ids(incidents: ToldLeak['incidents']): string[] {
  return incidents.map(({ id }) => id);
}

function iso(at: Millis | null): string | null {
  return at === null ? null : isoTime(at);
}

function joined(tallies: readonly { readonly value: string; readonly count: number }[]): string {
  return tallies.map(({ value, count }) => `${value} (${count})`).join(', ');
}
