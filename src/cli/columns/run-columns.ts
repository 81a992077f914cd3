import type { Run } from '../../core/playbook.ts';
import { isoTime } from '../../core/time.ts';
import type { Column } from '../../report/format.ts';
import { clockMinute } from '../../report/when.ts';

/** How a list of runs is shown. */
export const RUN_COLUMNS: readonly Column<Run>[] = [
  { key: 'id', title: 'RUN', value: (row) => row.id, identifier: true, shrink: 'never' },
  {
    key: 'state',
    title: 'STATE',
    value: (row) => row.state,
    style: (row) => (row.state === 'stuck' ? 'red' : undefined),
    shrink: 'never',
  },
  { key: 'playbook', title: 'PLAYBOOK', value: (row) => row.plan.playbook, shrink: 'end' },
  { key: 'incident', title: 'INCIDENT', value: (row) => row.plan.incident, identifier: true, shrink: 'never' },
  { key: 'steps', title: 'STEPS', align: 'right', value: (row) => row.plan.steps.length, dispensable: true },
  {
    key: 'startedAt',
    title: 'STARTED (UTC)',
    value: (row) => isoTime(row.startedAt),
    short: (row) => clockMinute(row.startedAt),
    shrink: 'never',
    dispensable: true,
  },
  { key: 'approvedBy', title: 'APPROVED BY', value: (row) => row.approvedBy, shrink: 'end', dispensable: true },
];
