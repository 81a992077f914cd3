import type { Verification } from './action.ts';
import type { Millis } from './time.ts';

/**
 * `proven`: in place at the provider and silent in the log; `waiting`: nothing speaks against
 * it, but the log has not been read far enough; `contradicted`: something still works;
 * `unproven`: a part could not be done or could not be asked about.
 */
export type ProofVerdict = 'proven' | 'waiting' | 'contradicted' | 'unproven';

/** What one look at the provider after containment found that had to be done, in words. */
export interface ProofRound {
  readonly at: Millis;
  readonly found: readonly string[];
}

/** Use of the contained credentials after a moment, as far as our sources show it. */
export interface Silence {
  readonly credentials: readonly string[];
  readonly from: Millis;
  /** Everything up to here has been read. */
  readonly to: Millis;
  /** Successful uses between containment and `from`, while the provider was still spreading it. */
  readonly whileSpreading: number;
  readonly succeeded: number;
  /** Attempts that the provider refused and that its log shows. */
  readonly refused: number;
  /** The first uses that succeeded, as sentences; empty when all is well. */
  readonly examples: readonly string[];
}

/** Why we believe that a credential and all that came out of it is stopped, and what we could not see. */
export interface Proof {
  readonly run: string;
  readonly incident: string;
  readonly at: Millis;
  /** When the provider was asked, where the log alone has been read again since. */
  readonly askedAt?: Millis;
  readonly verdict: ProofVerdict;
  /** One paragraph for people: the verdict with its coverage. */
  readonly statement: string;
  /** When the last containing step was in place. */
  readonly containedAt: Millis;
  readonly rounds: readonly ProofRound[];
  readonly provider: readonly {
    readonly step: string;
    readonly label: string;
    readonly result: Verification['kind'];
    readonly evidence: string;
  }[];
  readonly silence: Silence;
  /** What was looked at, and what nobody could have seen, as sentences. */
  readonly seen: readonly string[];
  readonly notVisible: readonly string[];
  /** When asking again makes sense, for `waiting`. */
  readonly nextAt: Millis | null;
}
