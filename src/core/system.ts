import type { Clock } from './time.ts';

/** The requests to end that we obey. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

/**
 * Everything that differs between two runs of the same program: time, chance, surroundings.
 * The real one is made by `system.ts`; tests and the demo bring their own.
 */
export interface System {
  readonly clock: Clock;
  /** Unpredictable bytes, fit for keys. */
  random(bytes: number): Uint8Array;
  env(name: string): string | undefined;
  /** The network, for sinks; sources and actions use their providers' clients. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly pid: number;
  readonly hostname: string;
  /** Calls back at every stop signal (the second Ctrl-C too); the returned function stops listening. */
  onSignal(listener: (signal: StopSignal) => void): () => void;
  /** True while a process with this id runs on this machine. */
  isRunning(pid: number): boolean;
  /** Ends the process at once; only for a second stop signal. */
  exit(code: number): never;
}
