import type { Config } from '../../config/config.ts';
import type { ConnectorContext } from '../../core/connector.ts';
import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import { formatDuration } from '../../kit/durations.ts';
import { asAppError } from '../failures.ts';
import type { Surroundings } from '../surroundings.ts';
import { refreshInventory } from '../watch/inventory.ts';
import { tryLease } from '../watch/lease.ts';
import { closeReaders, openReaders } from '../watch/readers.ts';
import { withDetection } from '../watch/with-detection.ts';

export interface RefreshOptions {
  readonly store: Store;
  readonly config: Config;
  readonly around: Surroundings;
  readonly context: ConnectorContext;
}

/** What reading one provider's list came to. */
export type RefreshResult =
  | { readonly connector: string; readonly kind: 'listed'; readonly credentials: number }
  /** The provider has no list that it would show. */
  | { readonly connector: string; readonly kind: 'no-list' }
  | { readonly connector: string; readonly kind: 'failed'; readonly error: AppError };

/**
 * Reads the providers' own lists of credentials now.
 * @throws AppError `STORE_IN_USE` while a daemon works on the database: it reads them by itself
 */
export async function refreshKeys({
  store,
  config,
  around,
  context,
}: RefreshOptions): Promise<readonly RefreshResult[]> {
  if (Object.keys(config.connectors).length === 0) {
    throw new AppError('No provider is configured', {
      code: 'NO_CONNECTOR',
      kind: 'config',
      hint: 'Write a configuration with `keywatch init`, or name one with --config.',
    });
  }
  const lease = await tryLease(store.leases, around.system);
  if (lease === null) {
    throw new AppError('Another keywatch is working on this database, and reads the lists by itself', {
      code: 'STORE_IN_USE',
      kind: 'storage',
      hint: `It does so every ${formatDuration(config.schedule.inventory)}; see \`keywatch keys\`.`,
    });
  }
  return withDetection({ store, config, around, lease }, async (detection) => {
    const results: RefreshResult[] = [];
    const failed = (connector: string, error: unknown): void => {
      results.push({ connector, kind: 'failed', error: asAppError(error) });
    };
    const readers = await openReaders(config, around, context, failed);
    try {
      for (const reader of readers) {
        const { connector } = reader;
        if (reader.reader.inventory === undefined) {
          results.push({ connector, kind: 'no-list' });
          continue;
        }
        try {
          const credentials = await refreshInventory(reader, store, detection, around.system.clock.now());
          results.push({ connector, kind: 'listed', credentials });
        } catch (error) {
          failed(connector, error);
        }
      }
    } finally {
      await closeReaders(readers);
    }
    return results;
  });
}
