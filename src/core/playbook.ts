import type { ActionMode, ActionTarget, Capability, PlannedRequest } from './action.ts';
import type { Millis } from './time.ts';

/** One step of a plan: data, so that it can be printed, hashed, journalled and resumed. */
export interface PlanStep {
  /** Stable within the plan: `contain:aws.deactivate-key:AKIA…`. */
  readonly id: string;
  readonly connector: string;
  readonly action: string;
  readonly title: string;
  readonly capability: Capability;
  readonly mode: ActionMode;
  readonly risk: 'reversible' | 'irreversible' | 'harmless';
  readonly target: ActionTarget;
  /** Aliases of the credentials that this step is for. */
  readonly covers: readonly string[];
  readonly requests: readonly PlannedRequest[];
  readonly needs: readonly string[];
  readonly caution: string;
  /** Ids of steps that must be done before. */
  readonly after: readonly string[];
  /** What must still be true when the step runs, as `name=value` facts read from our own store. */
  readonly guards: Readonly<Record<string, string>>;
  /** For `guided`: where a person has to go, what to do there, and who is asked. */
  readonly guide?: { readonly link: string; readonly steps: readonly string[]; readonly owner: string };
}

/** A playbook applied to an incident now. Making one never calls a provider with effect. */
export interface Plan {
  readonly playbook: string;
  readonly incident: string;
  readonly madeAt: Millis;
  /** SHA-256 over steps and guards: what an approval approves. */
  readonly hash: string;
  readonly steps: readonly PlanStep[];
  /** Workloads that used the credential lately and will be refused. */
  readonly impact: readonly string[];
  /** What was left out on purpose and why (protected, own credentials, not offered). */
  readonly refused: readonly { readonly what: string; readonly why: string }[];
}

export type StepState =
  | 'pending'
  | 'intended'
  | 'done'
  | 'verified'
  | 'unproven'
  | 'waiting'
  | 'failed'
  | 'undone'
  | 'skipped';

export type RunState = 'running' | 'waiting' | 'confirming' | 'stuck' | 'completed' | 'unproven' | 'undone';

/** One line of the journal: written before a call (`intended`) and after it. Never changed. */
export interface JournalEntry {
  readonly run: string;
  readonly sequence: number;
  readonly at: Millis;
  readonly step: string;
  readonly state: StepState;
  readonly idempotencyKey: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Run {
  readonly id: string;
  readonly plan: Plan;
  readonly state: RunState;
  readonly startedAt: Millis;
  readonly approvedBy: string;
}
