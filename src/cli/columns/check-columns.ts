import type { CheckResult } from '../../app/doctor/doctor.ts';
import type { Column } from '../../report/format.ts';

/** One result of the self-test with its section. */
export interface CheckRow extends CheckResult {
  readonly section: string;
}

/** The self-test for programs. */
export const CHECK_COLUMNS: readonly Column<CheckRow>[] = [
  { key: 'section', title: 'SECTION', value: ({ section }) => section },
  { key: 'aspect', title: 'ASPECT', value: ({ aspect }) => aspect, identifier: true },
  { key: 'status', title: 'STATUS', value: ({ status }) => status },
  { key: 'fact', title: 'FACT', value: ({ fact }) => fact },
  { key: 'hint', title: 'HINT', value: ({ hint }) => hint },
];
