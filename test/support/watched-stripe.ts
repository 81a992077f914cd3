import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONNECTORS } from '../../src/app/setup/connectors.ts';
import type { Surroundings } from '../../src/app/surroundings.ts';
import { type Daemon, openDaemon } from '../../src/app/watch/daemon.ts';
import { takeLease } from '../../src/app/watch/lease.ts';
import { acceleratedSystem } from '../../src/cli/demo/accelerated-system.ts';
import { ManualClock } from '../../src/simulate/clock.ts';
import { listenOnLoopback } from '../../src/simulate/loopback.ts';
import { emptyAccount, type SimulatedAccount } from '../../src/simulate/stripe/account.ts';
import { type StripeSimulation, simulateStripe } from '../../src/simulate/stripe/server.ts';
import { fakeSystem } from './fake-system.ts';

export const ACCOUNT = 'acct_1Example00000001';
export const SIGNING_SECRET: string = ['whsec', 'signsWhatIsDeliveredToUs'].join('_');

export interface WatchedStripeOptions {
  readonly now?: string;
  /** Lines of `connectors.stripe`, indented by four. */
  readonly settings?: string;
  /** Permissions of our key. */
  readonly permissions?: readonly string[];
}

/** A simulated account with the real daemon beside it, on one clock. */
export interface WatchedStripe {
  readonly account: SimulatedAccount;
  readonly stripe: StripeSimulation;
  /** Our key. */
  readonly secret: string;
  readonly clock: ManualClock;
  readonly around: Surroundings;
  readonly folder: string;
  open(): Promise<Daemon>;
  close(): Promise<void>;
}

export async function watchStripe(options: WatchedStripeOptions = {}): Promise<WatchedStripe> {
  const secret = ['rk', 'live', 'keywatchReadsWithThis0'].join('_');
  const clock = new ManualClock(options.now ?? '2026-11-23T12:00:00Z');
  const environment = { STRIPE_KEY: secret, STRIPE_HOOK: SIGNING_SECRET };
  const system = acceleratedSystem({ clock, environment }, fakeSystem());
  const account = emptyAccount(ACCOUNT, true);
  const permissions = options.permissions ?? ['event_read', 'webhook_read', 'activity_read'];
  account.keys.push({ secret, permissions, diesAt: null });
  const stripe = await simulateStripe([account], () => clock.now());
  const folder = mkdtempSync(join(tmpdir(), 'keywatch-stripe-'));
  const around: Surroundings = { system, connectors: CONNECTORS, cwd: folder };
  writeFileSync(join(folder, 'keywatch.yaml'), configText(stripe.url, await freePort(), options.settings ?? ''));
  return {
    account,
    stripe,
    secret,
    clock,
    around,
    folder,
    open: () =>
      openDaemon({
        around,
        log: () => undefined,
        signal: new AbortController().signal,
        terminal: { write: () => undefined, width: 100, color: false },
        lease: (store) => takeLease(store.leases, system),
      }),
    async close() {
      await stripe.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port that was free a moment ago: the configuration has to name one. */
async function freePort(): Promise<number> {
  const server = createServer();
  const { close, url } = await listenOnLoopback(server);
  await close();
  return Number(new URL(url).port);
}

function configText(url: string, port: number, settings: string): string {
  return `database:
  path: watched.db
receiver:
  enabled: true
  port: ${port}
connectors:
  stripe:
    base-url: ${url}
    accounts:
      - id: ${ACCOUNT}
        api-key: env:STRIPE_KEY
        webhook-secrets: [env:STRIPE_HOOK]
${settings}
schedule:
  backfill: 29d
`;
}
