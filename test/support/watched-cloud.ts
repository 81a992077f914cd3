import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONNECTORS } from '../../src/app/setup/connectors.ts';
import type { Surroundings } from '../../src/app/surroundings.ts';
import { type Daemon, openDaemon } from '../../src/app/watch/daemon.ts';
import { takeLease } from '../../src/app/watch/lease.ts';
import { acceleratedSystem } from '../../src/cli/demo/accelerated-system.ts';
import type { AwsCloud } from '../../src/simulate/aws/cloud.ts';
import { type SimulatedAws, startSimulatedAws } from '../../src/simulate/aws/server.ts';
import { ManualClock } from '../../src/simulate/clock.ts';
import { fakeSystem } from './fake-system.ts';

export interface WatchedCloudOptions {
  readonly now: string;
  readonly account?: string;
  readonly regions?: readonly string[];
  /** YAML of `connectors.aws.sources`, indented by six. */
  readonly sources?: string;
  readonly backfill?: string;
  readonly prepare: (cloud: AwsCloud, clock: ManualClock) => void;
}

/** A simulated account with the real daemon beside it, on one virtual clock. */
export interface WatchedCloud {
  readonly aws: SimulatedAws;
  readonly clock: ManualClock;
  readonly folder: string;
  readonly around: Surroundings;
  open(): Promise<Daemon>;
  close(): Promise<void>;
}

export async function watchCloud(options: WatchedCloudOptions): Promise<WatchedCloud> {
  const clock = new ManualClock(options.now);
  const account = options.account ?? '111122223333';
  const aws = await startSimulatedAws({ clock, seed: 'watched', timing: 'prompt', account });
  aws.cloud.configure({ lookup: { throttle: false } });
  const key = monitorKey(aws.cloud);
  options.prepare(aws.cloud, clock);
  const folder = mkdtempSync(join(tmpdir(), 'keywatch-watched-'));
  const system = acceleratedSystem({ clock, environment: { MONITOR_SECRET: key.secret } }, fakeSystem());
  const around: Surroundings = { system, connectors: CONNECTORS, cwd: folder };
  writeFileSync(join(folder, 'keywatch.yaml'), configText(aws, key.id, account, options));
  return {
    aws,
    clock,
    folder,
    around,
    open: () =>
      openDaemon({
        around,
        log: () => undefined,
        signal: new AbortController().signal,
        terminal: { write: () => undefined, width: 100, color: false },
        lease: (store) => takeLease(store.leases, system),
      }),
    async close() {
      await aws.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function monitorKey(cloud: AwsCloud): { readonly id: string; readonly secret: string } {
  cloud.createUser({ name: 'keywatch', attach: ['AdministratorAccess'] });
  return cloud.createKey('keywatch');
}

function configText(aws: SimulatedAws, keyId: string, account: string, options: WatchedCloudOptions): string {
  const sources = options.sources ?? '';
  return `database:
  path: watched.db
connectors:
  aws:
    endpoint: ${aws.url}
    credentials:
      access-key-id: ${keyId}
      secret-access-key: env:MONITOR_SECRET
    accounts:
      - id: "${account}"
        regions: [${(options.regions ?? ['us-east-1']).join(', ')}]
    sources:
      guard-duty: false
      health: false
${sources}
schedule:
  backfill: ${options.backfill ?? '30d'}
`;
}
