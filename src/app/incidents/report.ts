import type { Config } from '../../config/config.ts';
import type { Credential, LineageEdge } from '../../core/credential.ts';
import type { Incident } from '../../core/incident.ts';
import type { NetworkInfo } from '../../core/network.ts';
import type { Plan } from '../../core/playbook.ts';
import type { EventRow, Store } from '../../core/ports.ts';
import type { Proof } from '../../core/proof.ts';
import type { BlindSpan, IncidentReport, RunView } from '../../report/incident-report.ts';
import { foldJournal } from '../../respond/records.ts';
import { keptProof } from '../respond/kept-proofs.ts';
import { openNetworks } from '../setup/networks.ts';
import { readCatalogue } from '../setup/rules.ts';
import type { Surroundings } from '../surroundings.ts';
import { version } from '../version.ts';
import { coverageOf, knownSources } from '../watch/known-sources.ts';
import { linkedIncidents } from './linked.ts';

export interface ReportOptions {
  readonly incident: Incident;
  readonly store: Store;
  readonly config: Config;
  /** SHA-256 (hex) of its text, '' when there was none. */
  readonly configHash: string;
  readonly around: Surroundings;
  readonly plan?: Plan;
  readonly proof?: Proof;
}

/** Events that a report carries of each credential; their number is told in full. */
const EVENTS_OF_ONE = 200;

/** Everything that is stored about an incident, in the shape that all reports are made of. */
export async function buildIncidentReport(options: ReportOptions): Promise<IncidentReport> {
  const { incident, store, config, around } = options;
  const { credentials, edges } = await family(store, incident);
  const { events, total } = await eventsOf(store, incident);
  const catalogue = await readCatalogue(config.detection, around);
  const runs = await runsOf(store, incident);
  const used = new Set(incident.findings.map(({ detector }) => detector));
  return {
    generatedAt: around.system.clock.now(),
    tool: `keywatch ${version()}`,
    configHash: options.configHash,
    incident,
    detectors: new Map(catalogue.filter(({ info }) => used.has(info.id)).map(({ info }) => [info.id, info])),
    exposures: (
      await Promise.all(incident.credentials.map((credential) => store.credentials.exposures({ credential })))
    ).flat(),
    credentials,
    edges,
    events,
    eventCount: total,
    networks: await networksOf(config, incident, events),
    plan: options.plan ?? null,
    runs,
    proof: options.proof ?? (await lastProof(store, runs)),
    coverage: await coverageOf(store),
    blindSpans: await blindSpansOf(store, incident),
    linked: await linkedIncidents(incident, store),
  };
}

async function family(
  store: Store,
  incident: Incident,
): Promise<{ readonly credentials: readonly Credential[]; readonly edges: readonly LineageEdge[] }> {
  const credentials = new Map<string, Credential>();
  const edges = new Map<string, LineageEdge>();
  for (const alias of incident.credentials) {
    const one = await store.credentials.get(alias);
    if (one === null) continue;
    const below = await store.credentials.descendants(alias);
    for (const each of [one, ...(await store.credentials.ancestors(alias)), ...below.credentials])
      credentials.set(each.id, each);
    for (const edge of below.edges) edges.set(`${edge.parent} ${edge.child}`, edge);
  }
  return { credentials: [...credentials.values()], edges: [...edges.values()] };
}

/** What its credentials did in the time of the incident, oldest first. */
async function eventsOf(store: Store, incident: Incident): Promise<{ events: readonly EventRow[]; total: number }> {
  const found = new Map<string, EventRow>();
  const span = { from: incident.firstEvent, to: incident.lastEvent + 1000 };
  for (const credential of incident.credentials) {
    const { rows } = await store.events.search({ credential, ...span }, { limit: EVENTS_OF_ONE });
    for (const row of rows) found.set(row.eventId, row);
  }
  for (const { evidence } of incident.findings) {
    for (const { eventId, time } of evidence) {
      const row = found.has(eventId) ? null : await store.events.event(eventId, time);
      if (row !== null) found.set(eventId, row);
    }
  }
  const counts = await Promise.all(
    incident.credentials.map((credential) => store.events.top('credential', { credential, ...span }, 1)),
  );
  const total = counts.flat().reduce((sum, { count }) => sum + count, 0);
  return { events: [...found.values()].sort((a, b) => a.time - b.time), total: Math.max(total, found.size) };
}

async function networksOf(
  config: Config,
  incident: Incident,
  events: readonly EventRow[],
): Promise<ReadonlyMap<string, NetworkInfo>> {
  const lookup = openNetworks(config);
  const addresses = new Set([
    ...events.map(({ address }) => address),
    ...incident.findings.flatMap(({ evidence }) => evidence.map(({ address }) => address)),
  ]);
  const known = new Map<string, NetworkInfo>();
  for (const address of addresses) {
    const info = lookup.lookup(address);
    if (info !== null) known.set(address, info);
  }
  return known;
}

async function runsOf(store: Store, incident: Incident): Promise<readonly RunView[]> {
  const runs = await store.journal.runs({ incident: incident.id });
  const views = await Promise.all(
    runs.map(async (run): Promise<RunView> => {
      const steps = foldJournal(run, await store.journal.entries(run.id));
      return { run, steps, todo: [] };
    }),
  );
  return views.sort((a, b) => a.run.startedAt - b.run.startedAt);
}

/** Of the newest run that was proven, or tried to be. */
async function lastProof(store: Store, runs: readonly RunView[]): Promise<Proof | null> {
  for (const { run } of runs.toReversed()) {
    const proof = await keptProof(store, run.id);
    if (proof !== null) return proof;
  }
  return null;
}

/** Gaps of the sources that would have shown the incident, since it began. */
async function blindSpansOf(store: Store, incident: Incident): Promise<readonly BlindSpan[]> {
  const sources = (await knownSources(store)).filter(
    ({ provider, account }) =>
      provider === incident.provider && (account === '' || incident.account === '' || account === incident.account),
  );
  return sources.flatMap(({ title, gaps }) =>
    gaps.filter(({ to }) => to > incident.firstEvent).map((gap) => ({ title, ...gap })),
  );
}
