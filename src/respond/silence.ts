import type { Credential } from '../core/credential.ts';
import type { EventRow, EventStore } from '../core/ports.ts';
import type { Silence } from '../core/proof.ts';
import type { Millis } from '../core/time.ts';
import { isoTime } from '../core/time.ts';
import { rowsOf } from './recent-use.ts';

const MOST_EXAMPLES = 5;

/**
 * Reads the log for use of the contained credentials.
 * @param containedAt when the last containing step was in place
 * @param from when the provider can be expected to have spread it everywhere
 * @param to how far the log has been read
 */
export async function silenceOf(
  events: Pick<EventStore, 'search'>,
  credentials: readonly Credential[],
  containedAt: Millis,
  from: Millis,
  to: Millis,
): Promise<Silence> {
  let whileSpreading = 0;
  let succeeded = 0;
  let refused = 0;
  const examples: string[] = [];
  for (const credential of credentials) {
    for await (const row of rowsOf(events, { credential: credential.id, from: containedAt })) {
      if (row.outcome !== 'success') refused += 1;
      else if (row.time < from) whileSpreading += 1;
      else {
        succeeded += 1;
        if (examples.length < MOST_EXAMPLES) examples.push(exampleOf(row));
      }
    }
  }
  return { credentials: credentials.map((one) => one.id), from, to, whileSpreading, succeeded, refused, examples };
}

function exampleOf(row: EventRow): string {
  const where = row.address === '' ? '' : ` from ${row.address}`;
  return `${isoTime(row.time)} ${row.credential} ${row.action}${where}`;
}
