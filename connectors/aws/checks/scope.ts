import type { ConnectorContext } from '../../../src/core/connector.ts';
import type { WatchedAccount } from '../accounts/accounts.ts';
import type { ReadingClients } from '../accounts/reading-clients.ts';
import type { AwsConfig } from '../config.ts';
import type { Probe } from '../probe.ts';

/** What every part of the self-test works on. */
export interface CheckScope {
  readonly config: AwsConfig;
  readonly account: WatchedAccount;
  readonly clients: ReadingClients;
  readonly context: ConnectorContext;
  readonly probe: Probe;
}
