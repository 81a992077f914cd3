import type { Millis } from './time.ts';

/** Which part of an audit trail is looked at; both ends belong to it. */
export interface VerifyRange {
  readonly from: Millis;
  readonly to: Millis;
}

/**
 * What is wrong with a part of a trail. `missing-log` and `changed-log` are log files that the chain names;
 * `missing-digest` and `changed-digest` are links of the chain itself; `gap` is a time that no digest covers;
 * `unreadable` could not be looked at and so proves nothing.
 */
export type VerifyProblemKind =
  | 'missing-log'
  | 'changed-log'
  | 'missing-digest'
  | 'changed-digest'
  | 'gap'
  | 'unreadable';

export interface VerifyProblem {
  readonly kind: VerifyProblemKind;
  /** Object address, or the place in the chain where one should be. */
  readonly place: string;
  /** Span that it was to prove; null where that is not known. */
  readonly from: Millis | null;
  readonly to: Millis | null;
  readonly fact: string;
}

/** What the provider's own seals say about one trail. */
export interface VerifiedTrail {
  /** `trail audit in eu-central-1, account 111122223333` */
  readonly title: string;
  readonly account: string;
  readonly region: string;
  readonly digests: number;
  readonly logs: number;
  /** Covered without a break; null when nothing is. */
  readonly from: Millis | null;
  readonly to: Millis | null;
  readonly problems: readonly VerifyProblem[];
}

export interface VerifyReport {
  readonly trails: readonly VerifiedTrail[];
  /** What a good result does not prove, as sentences without a full stop. */
  readonly notVisible: readonly string[];
}
