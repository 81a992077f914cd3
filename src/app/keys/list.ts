import type { Credential, CredentialBinding, CredentialState } from '../../core/credential.ts';
import type { Incident } from '../../core/incident.ts';
import type { Store } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import { globMatcher } from '../../kit/glob.ts';
import { bindingOf } from './bindings.ts';
import { type KeyUse, useOf } from './use.ts';

export interface KeyFilter {
  readonly provider?: string;
  readonly account?: string;
  readonly kind?: string;
  readonly state?: CredentialState;
  /** Owner by configuration, or the principal that it speaks for; `*` allowed. */
  readonly owner?: string;
  readonly unusedFor?: Millis;
  readonly olderThan?: Millis;
  /** Still good, as far as is known: neither deleted nor expired nor switched off. The oldest come first. */
  readonly alive?: boolean;
  /** May change things, and was never seen to do more than read. */
  readonly overPowered?: boolean;
  readonly exposed?: boolean;
  /** Sessions come by the thousand and end by themselves: only where they are asked for. */
  readonly sessions?: boolean;
}

/** One credential with what is known around it. */
export interface KeyRow {
  readonly credential: Credential;
  /** As of now: a credential whose end has passed is expired, whatever the last list said. */
  readonly state: CredentialState;
  readonly binding: CredentialBinding | null;
  readonly owner: string;
  /** Alias of what it was minted from, or ''. */
  readonly parent: string;
  readonly exposures: number;
  /** Open incidents that it is part of. */
  readonly incidents: readonly string[];
  /** Found out where powers are asked for, as it costs a search each; else null. */
  readonly use: KeyUse | null;
}

export interface KeyList {
  readonly rows: readonly KeyRow[];
  /** Sessions that would fit too. */
  readonly sessionsLeftOut: number;
  /** Could change things and were used, but no record says for what. */
  readonly unseenUse: number;
}

/** Every credential that was ever seen or listed, the one used last first. */
export async function listKeys(
  store: Store,
  bindings: readonly CredentialBinding[],
  filter: KeyFilter,
  now: Millis,
): Promise<KeyList> {
  const { provider, account, kind } = filter;
  const asked = { ...(provider && { provider }), ...(account && { account }), ...(kind && { kind }) };
  const exposed = countByName(
    (await store.credentials.exposures({})).map((exposure) => [exposure.credential, exposure.id]),
  );
  const incidents = countByName((await store.incidents.list({ open: true })).flatMap(membersOf));
  const rows: KeyRow[] = [];
  for (const credential of await store.credentials.list(asked)) {
    const binding = bindingOf(credential, bindings);
    rows.push({
      credential,
      state: stateNow(credential, now),
      binding,
      owner: binding?.owner || credential.actor,
      parent: '',
      exposures: namesOf(exposed, credential).length,
      incidents: namesOf(incidents, credential),
      use: null,
    });
  }
  const fitting = rows.filter((row) => fits(row, filter, now));
  const isShown = ({ credential }: KeyRow): boolean =>
    credential.kind !== 'session' || filter.sessions === true || filter.kind === 'session';
  const listed = fitting.filter(isShown).sort(filter.alive === true ? byBirth : byLastUse);
  const judged = filter.overPowered === true ? await withUse(store, listed) : listed;
  const shown = filter.overPowered === true ? judged.filter(({ use }) => use === 'none' || use === 'reads') : judged;
  return {
    rows: await Promise.all(shown.map(async (row) => ({ ...row, parent: await parentOf(store, row.credential) }))),
    sessionsLeftOut: fitting.length - listed.length,
    unseenUse: judged.filter(({ use }) => use === 'unseen').length,
  };
}

function withUse(store: Store, rows: readonly KeyRow[]): Promise<readonly KeyRow[]> {
  return Promise.all(rows.map(async (row) => ({ ...row, use: await useOf(store, row.credential) })));
}

const ENDED: ReadonlySet<CredentialState> = new Set(['deleted', 'expired', 'inactive']);

export function stateNow({ state, expiresAt }: Credential, now: Millis): CredentialState {
  return expiresAt !== null && expiresAt <= now && state !== 'deleted' ? 'expired' : state;
}

function fits({ credential, binding, state, exposures }: KeyRow, filter: KeyFilter, now: Millis): boolean {
  if (filter.state !== undefined && state !== filter.state) return false;
  if (filter.exposed === true && exposures === 0) return false;
  if (filter.alive === true && ENDED.has(state)) return false;
  if (filter.overPowered === true && (ENDED.has(state) || (credential.powers ?? []).length === 0)) return false;
  if (filter.owner !== undefined) {
    const names = [binding?.owner ?? '', credential.actor, credential.actor.split('/').at(-1) ?? ''];
    if (!names.some(globMatcher(filter.owner))) return false;
  }
  const born = bornAt(credential);
  if (filter.olderThan !== undefined && (born === null || now - born < filter.olderThan)) return false;
  // Never seen in use counts as unused only for as long as it is known to exist.
  const used = credential.lastUsed ?? born;
  return filter.unusedFor === undefined || (used !== null && now - used >= filter.unusedFor);
}

function bornAt({ createdAt, firstSeen }: Credential): Millis | null {
  return createdAt ?? firstSeen;
}

function byBirth(a: KeyRow, b: KeyRow): number {
  const born = (bornAt(a.credential) ?? Infinity) - (bornAt(b.credential) ?? Infinity);
  // Two of unknown age differ by no number.
  return Number.isNaN(born) || born === 0 ? byLastUse(a, b) : born;
}

function byLastUse(a: KeyRow, b: KeyRow): number {
  const used = (b.credential.lastUsed ?? 0) - (a.credential.lastUsed ?? 0);
  return used !== 0 ? used : a.credential.id < b.credential.id ? -1 : 1;
}

/** Ancestors come topmost first: the last one is nearest. */
async function parentOf(store: Store, credential: Credential): Promise<string> {
  return (await store.credentials.ancestors(credential.id)).at(-1)?.id ?? '';
}

function membersOf(incident: Incident): readonly (readonly [string, string])[] {
  return incident.credentials.map((alias) => [alias, incident.id] as const);
}

function countByName(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const [name, value] of pairs) byName.set(name, [...(byName.get(name) ?? []), value]);
  return byName;
}

function namesOf(byName: ReadonlyMap<string, readonly string[]>, { aliases }: Credential): readonly string[] {
  return [...new Set(aliases.flatMap((alias) => byName.get(alias) ?? []))];
}
