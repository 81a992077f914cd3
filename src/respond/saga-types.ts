import type { Verification } from '../core/action.ts';
import type { ConnectorActor, RunIdentity } from '../core/connector.ts';
import type { Plan, PlanStep, Run, RunState, StepState } from '../core/playbook.ts';
import type { JournalStore } from '../core/ports.ts';
import type { Secret } from '../core/secret.ts';
import type { Clock, Millis } from '../core/time.ts';
import type { StepRecord } from './records.ts';

/** Use of a credential since a moment, and how much of the log could be read. */
export interface UsageSince {
  /** Last use in our event store or by the provider's last-used stamp, null for none. */
  readonly last: Millis | null;
  /** Who it was, for people; '' for none. */
  readonly by: string;
  /** Everything up to here has been read from all sources that show this credential. */
  readonly observedThrough: Millis;
  /** The longest pause between two uses before that moment: a weekly job is not gone after a day. 0 when unknown. */
  readonly rhythm: Millis;
  /** How late records arrive (p99). */
  readonly lag: Millis;
}

export type SagaEvent =
  | {
      readonly kind: 'step';
      readonly run: string;
      readonly step: PlanStep;
      readonly state: StepState;
      readonly detail: Readonly<Record<string, string>>;
      readonly at: Millis;
    }
  | { readonly kind: 'run'; readonly run: string; readonly state: RunState; readonly at: Millis };

export interface SagaDeps {
  readonly journal: JournalStore;
  readonly clock: Clock;
  /** Credentials to act with, opened for this run; the saga closes them. */
  actors(connector: string, run: RunIdentity): Promise<ConnectorActor>;
  /** Facts about the step as they are now; compared with `PlanStep.guards`. See `factsOf`. */
  guards(step: PlanStep): Promise<Readonly<Record<string, string>>>;
  usage(credential: string, since: Millis): Promise<UsageSince>;
  /** The secret that a guided step shall end, where this process has it; never kept on disk. */
  oldSecret?(step: PlanStep): Promise<Secret | null>;
  /** Keyed, so that two sightings of one secret are recognised in the journal and nothing can be guessed from it. */
  fingerprint?(secret: Secret): string;
  /** How long a person has for a guided step; `GUIDED_DEADLINE` when absent. */
  readonly guidedDeadline?: Millis;
  /** Unpredictable and short, for run ids. */
  newId(): string;
  onEvent(event: SagaEvent): void;
  readonly signal?: AbortSignal;
}

export interface Approval {
  readonly by: string;
  /** Also allows the steps that nobody can take back. */
  readonly irreversible: boolean;
}

/** Where a run stands. */
export interface RunReport {
  readonly run: Run;
  readonly steps: readonly StepRecord[];
  /** What a person has to do before it can go on, one sentence each. */
  readonly todo: readonly string[];
  /** When to call `resume`, null when time alone changes nothing. */
  readonly wakeAt: Millis | null;
}

export interface Saga {
  /** @throws AppError `PLAN_CHANGED`, `PLAN_GUARD_BROKEN`, `PLAN_EMPTY`, `RUN_IN_PROGRESS` before anything is done */
  start(plan: Plan, approval: Approval): Promise<RunReport>;
  /** Goes on after a restart, a wait or a repaired cause; failed steps are tried again. */
  resume(run: string): Promise<RunReport>;
  /** Adds steps to a run and carries them out under the run's approval. Irreversible ones wait. */
  extend(run: string, steps: readonly PlanStep[]): Promise<RunReport>;
  /** A person did the guided step, or allows the irreversible one. */
  confirmStep(run: string, step: string, by: string, note: string): Promise<RunReport>;
  /** Undoes what can be undone, last effect first. Never happens by itself. */
  undoRun(run: string, by: string): Promise<RunReport>;
  /** Asks the provider again about every step that is in place. Writes nothing. */
  recheck(run: string): Promise<readonly Recheck[]>;
  report(run: string): Promise<RunReport>;
}

/** What the provider says now about a step that had been carried out. */
export interface Recheck {
  readonly record: StepRecord;
  readonly result: Verification;
}
