import { gzipSync } from 'node:zlib';
import type { World } from './world.ts';

/** Everything that is visible by now, requests to the API included, as one object of the stream's bucket. */
export function streamFile(world: World, org: string): { readonly name: string; readonly bytes: Uint8Array } {
  const now = world.clock.now();
  const entries = world.journal.entries().filter((entry) => entry.org === org && entry.visibleAt <= now);
  const lines = entries.map(({ event }) => JSON.stringify(event)).join('\n');
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  const folder = `${date.replaceAll('-', '/')}/${time.slice(0, 2)}/${time.slice(3, 5)}`;
  return { name: `${folder}/${org}.json.log.gz`, bytes: gzipSync(Buffer.from(lines)) };
}
