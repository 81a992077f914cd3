import type { StripeDeed } from '../stripe/deeds.ts';
import type { KeyInput } from '../stripe/stripe-world.ts';
import type { Duration } from './story.ts';

/** Somebody does something with the key that they stole, once or `times` times. */
export interface StripeStep {
  readonly at: Duration;
  /** A name of `keys`. Whoever stole it before it was rolled goes on with the old one. */
  readonly as: string;
  /** How the idempotency keys of the tool begin. */
  readonly prefix: string;
  readonly deed: StripeDeed;
  readonly times?: number;
  readonly every?: Duration;
  /** In words that continue "the thief …"; told the first time, and when the answer changes. */
  readonly tells?: string;
}

/** A service at work, every day. */
export interface StripeRoutine {
  readonly as: string;
  readonly prefix: string;
  readonly every: Duration;
  /** Each round is up to this much late. */
  readonly jitter: Duration;
  readonly deeds: readonly StripeDeed[];
  /** How many of its charges the bank declines. */
  readonly declined: number;
}

/** The story of one account, all of it data. */
export interface StripeStory {
  readonly account: string;
  readonly quietFor: Duration;
  readonly keys: readonly KeyInput[];
  readonly payouts: {
    readonly every: Duration;
    readonly amount: number;
    readonly currency: string;
    readonly destination: string;
  };
  readonly routines: readonly StripeRoutine[];
  readonly steps: readonly StripeStep[];
}
