import { aliasOf } from '../../core/event.ts';
import type { EventRow } from '../../core/ports.ts';
import { isoTime } from '../../core/time.ts';
import type { Column } from '../../report/format.ts';
import { clockTime } from '../../report/when.ts';

/** How search results are shown. */
export const EVENT_COLUMNS: readonly Column<EventRow>[] = [
  {
    key: 'time',
    title: 'TIME (UTC)',
    value: (row) => isoTime(row.time),
    short: (row) => clockTime(row.time),
    shrink: 'never',
  },
  {
    key: 'credential',
    title: 'CREDENTIAL',
    // The name that `keys` and `incidents` give it.
    value: (row) => (row.credential === '' ? '' : aliasOf(row.provider, row.credential)),
    short: (row) => row.credential,
    identifier: true,
    shrink: 'middle',
  },
  { key: 'actor', title: 'ACTOR', value: (row) => row.actor, short: actorName, shrink: 'middle', dispensable: true },
  { key: 'session', title: 'SESSION', value: (row) => row.session, inTable: false },
  {
    key: 'action',
    title: 'ACTION',
    value: (row) => row.action,
    short: (row) => `${row.service} ${row.action}`,
    shrink: 'end',
  },
  { key: 'service', title: 'SERVICE', value: (row) => row.service, inTable: false },
  {
    key: 'outcome',
    title: 'OUTCOME',
    value: (row) => row.outcome,
    style: (row) => (row.outcome === 'denied' ? 'yellow' : undefined),
    shrink: 'never',
  },
  { key: 'errorCode', title: 'ERROR', value: (row) => row.errorCode, inTable: false },
  { key: 'target', title: 'TARGET', value: (row) => row.target, shrink: 'middle', dispensable: true },
  {
    key: 'address',
    title: 'FROM',
    value: (row) => row.address,
    short: (row) => (row.address === '' ? row.via : row.address),
    shrink: 'never',
  },
  { key: 'agent', title: 'TOOL', value: (row) => row.agent, inTable: false },
  { key: 'region', title: 'REGION', value: (row) => row.region, inTable: false },
  { key: 'provider', title: 'PROVIDER', value: (row) => row.provider, inTable: false },
  { key: 'account', title: 'ACCOUNT', value: (row) => row.account, inTable: false, identifier: true },
  { key: 'verb', title: 'VERB', value: (row) => row.verb, inTable: false },
  { key: 'via', title: 'VIA', value: (row) => row.via, inTable: false },
  { key: 'eventId', title: 'EVENT', value: (row) => row.eventId, inTable: false, identifier: true },
  {
    key: 'evidence',
    title: 'EVIDENCE',
    value: (row) => `${row.evidence.place}#${row.evidence.position}`,
    json: ({ evidence }) => ({ place: evidence.place, position: evidence.position, sha256: evidence.sha256 }),
    inTable: false,
    identifier: true,
  },
];

/** The last part of a principal says most on a narrow terminal; a role with its session. */
function actorName({ actor, session }: EventRow): string {
  const name = actor.split('/').at(-1) ?? actor;
  return session === '' ? name : `${name}/${session}`;
}
