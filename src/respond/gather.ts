import type { Credential, CredentialBinding, LineageEdge } from '../core/credential.ts';
import { aliasOf } from '../core/event.ts';
import type { Incident } from '../core/incident.ts';
import type { CredentialStore, EventStore, JournalStore } from '../core/ports.ts';
import type { Clock, Millis } from '../core/time.ts';
import type { ActingConnector, OwnIdentities, PlanInput } from './plan-input.ts';
import { recentUseOf } from './recent-use.ts';

export interface GatherDeps {
  readonly credentials: Pick<CredentialStore, 'get' | 'list' | 'ancestors' | 'descendants' | 'exposures'>;
  readonly events: Pick<EventStore, 'search'>;
  readonly journal: Pick<JournalStore, 'runs' | 'entries'>;
  readonly connectors: readonly ActingConnector[];
  readonly bindings: readonly CredentialBinding[];
  own(): Promise<OwnIdentities>;
  readonly clock: Clock;
  readonly drainSilence?: Millis;
}

/** Reads from the store everything that a plan for this incident is made of. */
export async function gatherPlanInput(deps: GatherDeps, incident: Incident): Promise<PlanInput> {
  const input = await gatherForSteps(deps, incident);
  return { ...input, recentUse: await recentUseOf(deps.events, input.subtree, deps.clock.now()) };
}

/**
 * The same without recent use, which only the impact of a plan is made of and which takes
 * longest to read: for guards and second looks, where seconds count.
 */
export async function gatherForSteps(deps: GatherDeps, incident: Incident): Promise<PlanInput> {
  const subject = incident.subject.kind === 'credential' ? incident.subject.id : '';
  const { credentials, edges } = await subtreeOf(deps, incident, subject);
  const subtree = parentsFirst(credentials, edges);
  const ancestors = subject === '' ? [] : await deps.credentials.ancestors(subject);
  return {
    incident,
    subject,
    subtree,
    ancestors,
    edges,
    known: await knownBeside(deps, subtree),
    exposures: await exposuresOf(deps, subtree),
    connectors: deps.connectors,
    bindings: deps.bindings,
    own: await deps.own(),
    issued: await issuedFor(deps, incident),
    ...(deps.drainSilence === undefined ? {} : { drainSilence: deps.drainSilence }),
    recentUse: [],
    now: deps.clock.now(),
  };
}

async function subtreeOf(
  deps: GatherDeps,
  incident: Incident,
  subject: string,
): Promise<{ readonly credentials: readonly Credential[]; readonly edges: readonly LineageEdge[] }> {
  const found = new Map<string, Credential>();
  const edges = new Map<string, LineageEdge>();
  const roots = subject === '' ? incident.credentials : [subject, ...incident.credentials];
  for (const alias of roots) {
    const root = await deps.credentials.get(alias);
    if (root === null || found.has(root.id)) continue;
    found.set(root.id, root);
    const below = await deps.credentials.descendants(alias);
    for (const credential of below.credentials) found.set(credential.id, credential);
    for (const edge of below.edges) edges.set(`${edge.parent} ${edge.child}`, edge);
  }
  if (incident.subject.kind === 'principal') {
    for (const credential of await deps.credentials.list({ account: incident.account }))
      if (isOf(credential, incident.subject.id)) found.set(credential.id, credential);
  }
  return { credentials: [...found.values()], edges: [...edges.values()] };
}

/** Principals of incidents carry their provider (`aws:arn…`), actors of credentials do not. */
function isOf({ actor, provider }: Credential, principal: string): boolean {
  return actor === principal || aliasOf(provider, actor) === principal;
}

/** Parents come before what they minted, so that suspicion can be handed down in one pass. */
function parentsFirst(credentials: readonly Credential[], edges: readonly LineageEdge[]): readonly Credential[] {
  const depth = new Map<string, number>(credentials.map((one) => [one.id, 0]));
  for (let round = 0; round < credentials.length; round += 1) {
    let changed = false;
    for (const edge of edges) {
      const next = (depth.get(edge.parent) ?? -1) + 1;
      if ((depth.get(edge.child) ?? next) >= next || next >= credentials.length) continue;
      depth.set(edge.child, next);
      changed = true;
    }
    if (!changed) break;
  }
  return credentials.toSorted((a, b) => (depth.get(a.id) ?? 0) - (depth.get(b.id) ?? 0));
}

/** Long-lived credentials of the same accounts: siblings, and whoever a principal-wide step would hit. */
async function knownBeside(deps: GatherDeps, subtree: readonly Credential[]): Promise<readonly Credential[]> {
  const inside = new Set(subtree.map((one) => one.id));
  const places = new Map(subtree.map((one) => [`${one.provider} ${one.account}`, one]));
  const known: Credential[] = [];
  for (const { provider, account } of places.values()) {
    const listed = await deps.credentials.list({ provider, account });
    known.push(...listed.filter((one) => one.kind !== 'session' && !inside.has(one.id)));
  }
  return known;
}

async function exposuresOf(deps: GatherDeps, subtree: readonly Credential[]): Promise<PlanInput['exposures']> {
  const found = await Promise.all(subtree.map((one) => deps.credentials.exposures({ credential: one.id })));
  return found.flat();
}

async function issuedFor(deps: GatherDeps, incident: Incident): Promise<readonly string[]> {
  const issued: string[] = [];
  for (const run of await deps.journal.runs({ incident: incident.id })) {
    for (const entry of await deps.journal.entries(run.id)) {
      const alias = entry.fields['issued'];
      if (entry.state === 'done' && alias !== undefined) issued.push(alias);
    }
  }
  return issued;
}
