import type { ManualClock } from '../clock.ts';
import type { HttpSink } from '../http-sink.ts';
import type { Deed } from '../stories/teller.ts';

/** What a person does when a run waits for them. */
export interface Chore {
  /** Action of the step that waits. */
  readonly action: string;
  readonly who: string;
  /** How long it takes them, in ms. */
  readonly after: number;
  /** In words that continue `ana …`. */
  readonly does: string;
  /** Does it at the simulated provider. @returns the old key, which they give to the run to prove that it is dead; '' for none */
  do(): string;
}

/** One incident of the story and how people deal with it. */
export interface SceneAct {
  /** Id of the connector whose incident it is. */
  readonly provider: string;
  /** Its name for people. */
  readonly name: string;
  /** Who approves the plan. */
  readonly approver: string;
  /** Whether that includes what nobody can take back. */
  readonly irreversible: boolean;
  readonly chores: readonly Chore[];
}

/** A story on its stage: simulated providers on loopback, and a monitor with an account of its own there. */
export interface Scene {
  readonly id: string;
  readonly title: string;
  /** The providers, in the words of the narration. */
  readonly place: string;
  readonly clock: ManualClock;
  /** When the attack begins, in ms. Until then life is ordinary. */
  readonly attackAt: number;
  /** What has been done so far, in order. */
  deeds(): readonly Deed[];
  /** In the order in which somebody deals with them. */
  readonly acts: readonly SceneAct[];
  readonly chat: HttpSink;
  /** The configuration file that a user would write for these accounts. */
  readonly config: string;
  /** The environment variables that it refers to. */
  readonly environment: Readonly<Record<string, string>>;
  /** The audit log files that the provider has delivered by now, as they lie in its store. */
  logFiles(): readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Every secret that the providers have handed out: nothing that Keywatch writes may hold one. */
  secrets(): readonly string[];
  /** Users and roles, of those named, with a credential that the provider still accepts for something. */
  workingCredentials(principals: readonly string[]): readonly string[];
  close(): Promise<void>;
}

/** A story that can be staged; nothing is started before `stage`. */
export interface SceneChoice {
  readonly id: string;
  /** What it shows, in one line. */
  readonly summary: string;
  stage(seed: string): Promise<Scene>;
}
