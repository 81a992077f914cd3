import type { VerifiedTrail, VerifyProblem } from '../../app/verify.ts';
import type { Millis } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';
import type { Column } from '../../report/format.ts';

/** One problem of a trail, or the trail itself where all is well. */
export interface SealRow {
  readonly trail: VerifiedTrail;
  readonly problem: VerifyProblem | null;
}

/** What `verify` found, a row for each problem. */
export const VERIFY_COLUMNS: readonly Column<SealRow>[] = [
  { key: 'trail', title: 'TRAIL', value: ({ trail }) => trail.title },
  { key: 'account', title: 'ACCOUNT', value: ({ trail }) => trail.account, identifier: true },
  { key: 'region', title: 'REGION', value: ({ trail }) => trail.region },
  { key: 'digests', title: 'DIGESTS', value: ({ trail }) => trail.digests },
  { key: 'logs', title: 'LOGS', value: ({ trail }) => trail.logs },
  { key: 'problem', title: 'PROBLEM', value: ({ problem }) => problem?.kind ?? '' },
  { key: 'place', title: 'PLACE', value: ({ problem }) => problem?.place ?? '', identifier: true },
  { key: 'from', title: 'FROM', value: ({ trail, problem }) => iso(problem === null ? trail.from : problem.from) },
  { key: 'to', title: 'TO', value: ({ trail, problem }) => iso(problem === null ? trail.to : problem.to) },
  { key: 'fact', title: 'FACT', value: ({ problem }) => problem?.fact ?? '' },
];

function iso(at: Millis | null): string | null {
  return at === null ? null : isoTime(at);
}
