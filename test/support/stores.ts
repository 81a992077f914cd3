import { afterEach } from 'vitest';
import type { Store } from '../../src/core/ports.ts';
import { openSqliteStore, type SqliteOptions } from '../../src/store/sqlite/open.ts';

/** Opens stores that are closed after the test. Call it at the top of a suite. */
export function useStores(): (path?: string, options?: SqliteOptions) => Promise<Store> {
  const opened: Store[] = [];
  afterEach(async () => {
    for (const store of opened.splice(0).toReversed()) await store.close();
  });
  return async (path = ':memory:', options = {}) => {
    const store = await openSqliteStore(path, options);
    opened.push(store);
    return store;
  };
}
