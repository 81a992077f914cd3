import type { Incident } from '../core/incident.ts';
import type { Store } from '../core/ports.ts';
import { isoTime } from '../core/time.ts';

/** Another incident that belongs to the same story, at whichever provider, and what says so. */
export interface LinkedIncident {
  readonly incident: Incident;
  /** Sentences. Names in them were written by others: escape on output. */
  readonly why: readonly string[];
}

/** A shorter name stands in too many others. */
const SHORTEST_PLACE = 4;

type Reading = Pick<Store, 'incidents' | 'credentials' | 'events'>;

/**
 * Incidents that share an address new to both, and those whose credential was where the other one's was exposed
 * (a repository that a leaked token cloned, in which a key was found). Looks at incidents that are not history.
 */
export async function linkedIncidents(incident: Incident, store: Reading): Promise<readonly LinkedIncident[]> {
  const others = (await store.incidents.list({ historical: false })).filter(({ id }) => id !== incident.id);
  const linked: LinkedIncident[] = [];
  for (const other of others) {
    const why = [
      ...(await sharedAddresses(incident, other, store)),
      ...(await exposedWhere(incident, other, store)),
      ...(await exposedWhere(other, incident, store)),
    ];
    if (why.length > 0) linked.push({ incident: other, why });
  }
  return linked;
}

/** An address that either of them used before is the owner's own, and says nothing. */
async function sharedAddresses(one: Incident, other: Incident, store: Reading): Promise<readonly string[]> {
  const theirs = addressesOf(other);
  const why: string[] = [];
  for (const address of addressesOf(one)) {
    if (!theirs.has(address)) continue;
    if ((await usedBefore(one, address, store)) || (await usedBefore(other, address, store))) continue;
    why.push(`both were used from ${address}, from which neither had been used before`);
  }
  return why;
}

function addressesOf({ findings }: Incident): ReadonlySet<string> {
  const all = findings.flatMap(({ evidence }) => evidence.map(({ address }) => address));
  return new Set(all.filter((address) => address !== ''));
}

async function usedBefore({ credentials, firstEvent }: Incident, address: string, store: Reading): Promise<boolean> {
  for (const credential of credentials) {
    const { rows } = await store.events.search({ credential, address, to: firstEvent }, { limit: 1 });
    if (rows.length > 0) return true;
  }
  return false;
}

/** Places are `repository:path:line` or an address; what stands before the first colon is what a log names. */
async function exposedWhere(found: Incident, visitor: Incident, store: Reading): Promise<readonly string[]> {
  const exposures = await Promise.all(
    found.credentials.map((credential) => store.credentials.exposures({ credential })),
  );
  const places = new Set(exposures.flat().map(({ place }) => place.split(':')[0] ?? ''));
  const why: string[] = [];
  for (const place of places) {
    if (place.length < SHORTEST_PLACE) continue;
    for (const credential of visitor.credentials) {
      const query = { credential, text: place, from: visitor.firstEvent };
      const [row] = (await store.events.search(query, { limit: 1 })).rows;
      if (row === undefined) continue;
      why.push(
        `${found.id} is about a key that was found in ${place}, where ${visitor.id} had been (${row.action}, ${isoTime(row.time)})`,
      );
      break;
    }
  }
  return why;
}
