// Started as a process of its own by the crash test: appends batches for ever and says after each what is stored.
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { BATCH_EPOCH, Traffic } from './batches.ts';

const [path = '', mode = 'live'] = process.argv.slice(2);
const store = await openSqliteStore(path, { bulk: mode === 'bulk' });
const traffic = new Traffic({ seed: 11, size: 200, every: 60_000 });
for (let index = 0; ; index += 1) {
  const cursor = { source: 'acme.trail', cursor: { v: 1, next: index + 1 }, observedThrough: BATCH_EPOCH };
  await store.events.append(traffic.batch(index), { seenAt: BATCH_EPOCH, cursor });
  process.stdout.write(`${index + 1}\n`);
}
