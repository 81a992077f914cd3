import type { UnparsedRow } from '../../core/ports.ts';
import { isoTime } from '../../core/time.ts';
import type { Column } from '../../report/format.ts';
import { clockMinute } from '../../report/when.ts';

/** How records that could not be read are listed. */
export const UNPARSED_COLUMNS: readonly Column<UnparsedRow>[] = [
  {
    key: 'seenAt',
    title: 'SEEN (UTC)',
    value: ({ seenAt }) => isoTime(seenAt),
    short: ({ seenAt }) => clockMinute(seenAt),
    shrink: 'never',
  },
  { key: 'reason', title: 'WHY', value: ({ reason }) => reason, shrink: 'end' },
  { key: 'place', title: 'WHERE', value: ({ place }) => place, shrink: 'middle' },
  {
    key: 'position',
    title: 'RECORD',
    value: ({ position }) => position,
    short: ({ position }) => (position < 0 ? 'all of it' : String(position)),
    align: 'right',
    shrink: 'never',
    dispensable: true,
  },
  { key: 'excerpt', title: 'BEGINS', value: ({ excerpt }) => excerpt, shrink: 'end', dispensable: true },
];
