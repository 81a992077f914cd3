import type { EvidenceEvent } from '../../core/finding.ts';
import type { Incident } from '../../core/incident.ts';
import type { EventRow, Store } from '../../core/ports.ts';
import { DAY, isoTime } from '../../core/time.ts';

/** Another incident that belongs to the same story, at whichever provider, and what says so. */
export interface LinkedIncident {
  readonly incident: Incident;
  /** Sentences about this one and that. Names in them were written by others: escape on output. */
  readonly why: readonly string[];
}

/** A shorter name stands in too many others. */
const SHORTEST_PLACE = 4;
/** What lies further apart is another story, or one that nobody can tell from the log any more. */
const APART = 30 * DAY;
const VISITS = 200;

type Reading = Pick<Store, 'incidents' | 'credentials' | 'events'>;

/**
 * Incidents that share an address new to both, and those whose credential was where the other one's was exposed
 * (a repository that a leaked token cloned, in which a key was found); and those of one event, or of an account and a
 * key of it. History is linked with history alone.
 */
export async function linkedIncidents(incident: Incident, store: Reading): Promise<readonly LinkedIncident[]> {
  const { historical, firstEvent, lastEvent } = incident;
  const near = await store.incidents.list({ historical, from: firstEvent - APART, to: lastEvent + APART });
  const linked: LinkedIncident[] = [];
  for (const other of near.filter(({ id }) => id !== incident.id)) {
    const why = [
      ...(await visits(incident, other, store)).map(
        ({ place, row }) =>
          `its key was found in ${place}, where the credential of ${other.id} had been (${said(row)})`,
      ),
      ...(await visits(other, incident, store)).map(
        ({ place, row }) =>
          `the key of ${other.id} was found in ${place}, where this one's credential had been (${said(row)})`,
      ),
      ...(await sharedAddresses(incident, other, store)),
      ...sharedDoings(incident, other),
    ];
    if (why.length > 0) linked.push({ incident: other, why });
  }
  return linked;
}

function said({ action, time }: EventRow): string {
  return `${action}, ${isoTime(time)}`;
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

/** What a provider puts down to an account, and to a key of it as soon as another log names that, is one story. */
function sharedDoings(one: Incident, other: Incident): readonly string[] {
  if (one.provider !== other.provider) return [];
  const theirs = new Set(evidenceOf(other).map(({ eventId }) => eventId));
  const shared = evidenceOf(one).find(({ eventId }) => theirs.has(eventId));
  if (shared !== undefined) return [`both are about the same ${shared.action}, ${isoTime(shared.time)}`];
  if (one.subject.kind !== 'principal' && other.subject.kind !== 'principal') return [];
  if (Math.max(one.firstEvent, other.firstEvent) - Math.min(one.lastEvent, other.lastEvent) > DAY) return [];
  const actors = new Set(evidenceOf(other).map(({ actor }) => actor));
  const actor = evidenceOf(one).find((event) => event.actor !== '' && actors.has(event.actor))?.actor;
  return actor === undefined ? [] : [`${actor} did both, within a day of each other`];
}

function evidenceOf({ findings }: Incident): readonly EvidenceEvent[] {
  return findings.flatMap(({ evidence }) => evidence);
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

interface Visit {
  readonly place: string;
  readonly row: EventRow;
}

/** Where the key of one was exposed and the credential of the other has been. Places are `repository:path:line` or an address. */
async function visits(found: Incident, visitor: Incident, store: Reading): Promise<readonly Visit[]> {
  const exposures = await Promise.all(
    found.credentials.map((credential) => store.credentials.exposures({ credential })),
  );
  const places = new Set(exposures.flat().map(({ place }) => place.split(':')[0] ?? ''));
  const seen: Visit[] = [];
  for (const place of places) {
    if (place.length < SHORTEST_PLACE) continue;
    for (const credential of visitor.credentials) {
      const query = { credential, text: place, from: visitor.firstEvent };
      // Newest first: the oldest of them is the one that the key can have been found by.
      const row = (await store.events.search(query, { limit: VISITS })).rows.at(-1);
      if (row === undefined) continue;
      seen.push({ place, row });
      break;
    }
  }
  return seen;
}
