import { openDatabase } from '../../src/app/setup/database.ts';
import type { EventRow, Store } from '../../src/core/ports.ts';

/** Everything in a database that must not depend on how often the program was interrupted. */
export interface StoreContent {
  readonly events: readonly string[];
  readonly incidents: readonly unknown[];
  readonly findings: readonly string[];
  /** What the store's own check finds wrong. */
  readonly faults: readonly string[];
}

export async function contentOf(path: string): Promise<StoreContent> {
  const store = await openDatabase({ path, cwd: '/', mustExist: true });
  try {
    const incidents = await store.incidents.list({});
    const findings = await store.incidents.findings({});
    return {
      events: (await allEvents(store)).map(({ eventId }) => eventId).sort(),
      incidents: incidents
        .map(({ id, severity, score, subject, credentials }) => ({ id, severity, score, subject, credentials }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      findings: findings.map(({ id }) => id).sort(),
      faults: await store.check(),
    };
  } finally {
    await store.close();
  }
}

async function allEvents(store: Store): Promise<readonly EventRow[]> {
  const rows: EventRow[] = [];
  let after: string | null = '';
  while (after !== null) {
    const page: Awaited<ReturnType<Store['events']['search']>> = await store.events.search(
      {},
      { limit: 1000, ...(after === '' ? {} : { after }) },
    );
    rows.push(...page.rows);
    after = page.next;
  }
  return rows;
}
