import type { Credential } from '../core/credential.ts';
import type { EventQuery, EventRow, EventStore } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import { IMPACT_WINDOW } from './impact.ts';
import type { RecentUse } from './plan-input.ts';

const PAGE = 1_000;
/** Enough to name the workloads; a busier actor is named by its first events all the same. */
const MOST_PAGES = 20;

/** Who used these credentials, or acted as their principals, in the last days. */
export async function recentUseOf(
  events: Pick<EventStore, 'search'>,
  credentials: readonly Credential[],
  now: Millis,
): Promise<readonly RecentUse[]> {
  const actors = new Set(credentials.map((one) => one.actor).filter((actor) => actor !== ''));
  const nameless = credentials.filter((one) => one.actor === '').map((one) => one.id);
  const from = now - IMPACT_WINDOW;
  const uses = new Map<string, RecentUse>();
  const queries: EventQuery[] = [
    ...[...actors].map((actor) => ({ actor, from })),
    ...nameless.map((credential) => ({ credential, from })),
  ];
  for (const query of queries) {
    for await (const row of rowsOf(events, query)) count(uses, row);
  }
  return [...uses.values()];
}

/** All rows of a query, up to a bound, in the store's order. */
export async function* rowsOf(events: Pick<EventStore, 'search'>, query: EventQuery): AsyncIterable<EventRow> {
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await events.search(query, { limit: PAGE, ...(after === null ? {} : { after }) });
    yield* found.rows;
    if (found.next === null) return;
    after = found.next;
  }
}

function count(uses: Map<string, RecentUse>, row: EventRow): void {
  // What a service does on a caller's behalf names the service's address and agent, not the workload's.
  const tool = toolOf(row.agent);
  const use = { credential: aliasOfRow(row), actor: row.actor, session: row.session, address: row.address, tool };
  const key = JSON.stringify(use);
  const known = uses.get(key);
  const last = Math.max(known?.last ?? 0, row.time);
  uses.set(key, { ...use, events: (known?.events ?? 0) + 1, last });
}

function aliasOfRow(row: EventRow): string {
  return row.credential === '' || row.credential.includes(':') ? row.credential : `${row.provider}:${row.credential}`;
}

/** `aws-cli/2.36 md/…` to `aws-cli`: versions change, tools do not. */
function toolOf(agent: string): string {
  return agent.replace(/^\[/, '').split(/[/\s\]]/)[0] ?? '';
}
