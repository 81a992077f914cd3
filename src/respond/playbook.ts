import type { Approach, Capability } from '../core/action.ts';

/** Whether the credential is in foreign hands (stop it first) or not (let its users move first). */
export type Urgency = 'leak' | 'routine';

interface StepFacts {
  /** Unique within the playbook; first part of the ids of the steps that it expands to. */
  readonly name: string;
  /** Left out under the other urgency. */
  readonly when?: Urgency;
  /** Names of steps that come first where they exist. */
  readonly after?: readonly string[];
  /** Names of steps without which this one makes no sense: refused when they expand to nothing. */
  readonly requires?: readonly string[];
  /** Left out, with all that requires it, where a step before has the credential replaced by a person. */
  readonly unlessReplaced?: true;
}

/** Asks every action of a capability whether it applies. */
export interface ActStep extends StepFacts {
  readonly kind: 'act';
  readonly capability: Capability;
  readonly approach: Approach;
  /**
   * `suspects`: the subject and all that was minted from it since it is suspect; `subject`: the
   * credential itself; `siblings`: all that its actor holds; `events`: what the incident's
   * events may have damaged.
   */
  readonly on: 'suspects' | 'subject' | 'siblings' | 'events';
}

/** Hands the successor made by the step `from` to each consumer that configuration binds. */
export interface DeliverStep extends StepFacts {
  readonly kind: 'deliver';
  readonly from: string;
}

/**
 * `unused`: until nobody has used the old credential for long enough; `soak`: until it has been
 * stopped for long enough that somebody would have complained.
 */
export interface WaitStep extends StepFacts {
  readonly kind: 'wait';
  readonly until: 'unused' | 'soak';
}

export type PlaybookStep = ActStep | DeliverStep | WaitStep;

/** An ordered list of steps, as data: a plan is made of it by asking the connectors' declarations. */
export interface Playbook {
  /** `contain-credential` */
  readonly id: string;
  readonly title: string;
  /** What it is for and when to choose it; help and docs print it. */
  readonly purpose: string;
  readonly steps: readonly PlaybookStep[];
}
