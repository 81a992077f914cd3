/** What the exit code of every command means; `keywatch help exit-codes` prints it. */
export const EXIT = {
  /** Done, with or without incidents. */
  ok: 0,
  /** Keywatch or something that it needs failed. */
  failed: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** Done, but something could not be read. */
  incomplete: 3,
  /** `--fail-on SEVERITY`: an incident of that severity or above was found. */
  found: 10,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
