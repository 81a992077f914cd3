import type { ActionPerformer, Receipt } from '../core/action.ts';
import type { ConnectorActor } from '../core/connector.ts';
import { AppError } from '../core/errors.ts';
import type { PlanStep, Run, RunState, StepState } from '../core/playbook.ts';
import { engineActor } from './engine/actor.ts';
import { ENGINE } from './engine-steps.ts';
import { idempotencyKeyOf } from './hash.ts';
import type { StepRecord } from './records.ts';
import { foldJournal } from './records.ts';
import type { SagaDeps } from './saga-types.ts';

/** Receipts with their secrets, by run and step. Lives as long as the process, never on disk. */
export type Vault = Map<string, Receipt>;

/** One run while it is being carried out: its journal, and the credentials opened for it. */
export class RunContext {
  readonly run: Run;
  readonly deps: SagaDeps;
  readonly #vault: Vault;
  readonly #actors = new Map<string, ConnectorActor>();
  #state: RunState;

  constructor(run: Run, deps: SagaDeps, vault: Vault) {
    this.run = run;
    this.deps = deps;
    this.#vault = vault;
    this.#state = run.state;
  }

  get state(): RunState {
    return this.#state;
  }

  async records(): Promise<readonly StepRecord[]> {
    return foldJournal(this.run, await this.deps.journal.entries(this.run.id));
  }

  async record(step: string): Promise<StepRecord> {
    const found = (await this.records()).find((one) => one.step.id === step);
    if (found !== undefined) return found;
    throw new AppError(`run ${this.run.id} has no step ${step}`, {
      code: 'RUN_STEP_UNKNOWN',
      kind: 'bad-input',
      hint: 'List the steps of the run and name one of them.',
    });
  }

  /** Writes one line of the journal, then tells those who watch. */
  async note(record: StepRecord, state: StepState, fields: Readonly<Record<string, string>>): Promise<void> {
    const { step, attempt } = record;
    const idempotencyKey = this.keyOf(step, attempt);
    const at = this.deps.clock.now();
    await this.deps.journal.append({ run: this.run.id, at, step: step.id, state, idempotencyKey, fields });
    this.deps.onEvent({ kind: 'step', run: this.run.id, step, state, detail: fields, at });
  }

  async setState(state: RunState): Promise<void> {
    if (state === this.#state) return;
    const at = this.deps.clock.now();
    await this.deps.journal.setState(this.run.id, state, at);
    this.#state = state;
    this.deps.onEvent({ kind: 'run', run: this.run.id, state, at });
  }

  keyOf(step: PlanStep, attempt: number): string {
    return idempotencyKeyOf(this.run.id, step, attempt);
  }

  keep(step: string, receipt: Receipt): void {
    if (receipt.secrets !== undefined) this.#vault.set(`${this.run.id} ${step}`, receipt);
  }

  /** The receipt with its secrets, while this process still has them. */
  kept(step: string): Receipt | undefined {
    return this.#vault.get(`${this.run.id} ${step}`);
  }

  forget(step: string): void {
    this.#vault.delete(`${this.run.id} ${step}`);
  }

  async actor(connector: string): Promise<ConnectorActor> {
    const open = this.#actors.get(connector);
    if (open !== undefined) return open;
    const made = connector === ENGINE ? engineActor(this) : await this.deps.actors(connector, { runId: this.run.id });
    this.#actors.set(connector, made);
    return made;
  }

  async performer(step: PlanStep): Promise<ActionPerformer> {
    const performer = (await this.actor(step.connector)).performers[step.action];
    if (performer !== undefined) return performer;
    throw new AppError(`connector ${step.connector} cannot carry out ${step.action}`, {
      code: 'ACTION_UNKNOWN',
      kind: 'unsupported',
      hint: 'Make a new plan: the connector has changed since this one was made.',
    });
  }

  async close(): Promise<void> {
    const open = [...this.#actors.values()];
    this.#actors.clear();
    for (const actor of open) await actor.close();
  }
}
