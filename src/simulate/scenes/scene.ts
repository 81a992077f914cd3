import type { ManualClock } from '../clock.ts';
import type { HttpSink } from '../http-sink.ts';

/** A story on its stage: simulated providers on loopback, and a monitor with an account of its own there. */
export interface Scene {
  readonly id: string;
  readonly title: string;
  /** The provider, in the words of the narration. */
  readonly place: string;
  readonly clock: ManualClock;
  /** When the attack begins, in ms. Until then life is ordinary. */
  readonly attackAt: number;
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
  stage(seed: string): Promise<Scene>;
}
