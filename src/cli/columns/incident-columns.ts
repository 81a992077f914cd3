import type { Incident } from '../../core/incident.ts';
import { isoTime } from '../../core/time.ts';
import type { Column } from '../../report/format.ts';
import { SEVERITY_STYLES } from '../../report/paint.ts';
import { clockMinute } from '../../report/when.ts';

/** How a list of incidents is shown. */
export const INCIDENT_COLUMNS: readonly Column<Incident>[] = [
  { key: 'id', title: 'INCIDENT', value: (row) => row.id, identifier: true, shrink: 'never' },
  {
    key: 'severity',
    title: 'SEVERITY',
    value: (row) => row.severity,
    style: (row) => SEVERITY_STYLES[row.severity],
    shrink: 'never',
  },
  {
    key: 'score',
    title: 'SCORE',
    align: 'right',
    value: (row) => Math.round(row.score),
    shrink: 'never',
    dispensable: true,
  },
  {
    key: 'status',
    title: 'STATUS',
    value: (row) => row.status,
    short: (row) => (row.historical ? `${row.status}, old` : row.status),
    shrink: 'never',
  },
  { key: 'title', title: 'WHAT', value: (row) => row.title, shrink: 'end' },
  {
    key: 'firstEvent',
    title: 'FROM (UTC)',
    value: (row) => isoTime(row.firstEvent),
    short: (row) => clockMinute(row.firstEvent),
    shrink: 'never',
    dispensable: true,
  },
  { key: 'lastEvent', title: 'TO', value: (row) => isoTime(row.lastEvent), inTable: false },
  { key: 'owner', title: 'OWNER', value: (row) => row.owner, inTable: 'filled' },
  { key: 'provider', title: 'PROVIDER', value: (row) => row.provider, inTable: false },
  { key: 'account', title: 'ACCOUNT', value: (row) => row.account, identifier: true, inTable: false },
  { key: 'historical', title: 'HISTORICAL', value: (row) => row.historical, inTable: false },
  {
    key: 'subject',
    title: 'SUBJECT',
    value: (row) => row.subject.id,
    json: (row) => ({ ...row.subject }),
    identifier: true,
    inTable: false,
  },
  {
    key: 'credentials',
    title: 'CREDENTIALS',
    value: (row) => row.credentials.join(' '),
    json: (row) => [...row.credentials],
    identifier: true,
    inTable: false,
  },
  { key: 'detectors', title: 'DETECTORS', value: (row) => detectors(row).join(' '), json: detectors, inTable: false },
];

function detectors(row: Incident): string[] {
  return row.parts.map(({ detector }) => detector);
}
