import type { Millis } from '../../src/core/time.ts';
import { MINUTE } from '../../src/core/time.ts';
import type { FakeClock } from './fake-clock.ts';
import type { CliRun } from './run-cli.ts';
import { runHere } from './run-here.ts';
import { type StageOptions, type StripeStage, stripeStage } from './stripe-stage.ts';

/** The command line on a simulated account, with one clock for both. */
export interface StripeCli {
  readonly stage: StripeStage;
  readonly now: () => Millis;
  run(args: readonly string[], stdin?: string): Promise<CliRun>;
  /** Lets time pass between two commands. */
  wait(ms: Millis): void;
  /** Polls, plans and gives the incident with the hash of the plan. */
  planned(playbook?: string): Promise<{ readonly incident: string; readonly hash: string; readonly text: string }>;
  /** The id of the only run. */
  runId(): Promise<string>;
}

export async function stripeCli(
  options: Omit<StageOptions, 'now' | 'theft'> & { readonly theft?: Millis },
): Promise<StripeCli> {
  const theft = options.theft ?? Date.UTC(2026, 2, 2, 9);
  const held: { clock: FakeClock | null } = { clock: null };
  let now = theft + 10 * MINUTE;
  const clock = (): Millis => held.clock?.now() ?? now;
  const stage = await stripeStage({ ...options, theft, now: clock });
  const run = async (args: readonly string[], stdin = ''): Promise<CliRun> => {
    const work = runHere(args, {
      cwd: options.cwd,
      now,
      env: stage.env,
      stdin,
      onStart: (system) => {
        held.clock = system.clock;
      },
    });
    await held.clock?.runUntil(work);
    now = clock();
    held.clock = null;
    return work;
  };
  return {
    stage,
    now: clock,
    run,
    wait: (ms) => {
      now += ms;
    },
    async planned(playbook = 'contain-credential') {
      const polled = await run(['poll']);
      const [, incident = ''] = /\[?(inc-[0-9a-f]+)/.exec(polled.out) ?? [];
      const { out: text } = await run(['respond', 'plan', incident, '-p', playbook]);
      const [, hash = ''] = /respond apply ([0-9a-f]{12})/.exec(text) ?? [];
      return { incident, hash, text };
    },
    async runId() {
      const { out } = await run(['respond', 'status']);
      return /(run-\d{8}-\d{6}-[0-9a-f]+)/.exec(out)?.[1] ?? '';
    },
  };
}
