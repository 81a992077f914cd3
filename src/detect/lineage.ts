import type { EventContext } from '../core/batch.ts';
import type { Credential, CredentialState, LineageEdge } from '../core/credential.ts';
import type { CredentialKind, Minted } from '../core/event.ts';
import { aliasOf } from '../core/event.ts';
import type { Exposure } from '../core/exposure.ts';
import type { Millis } from '../core/time.ts';
import { DAY } from '../core/time.ts';

/** A credential, or a principal for what no credential can be named for. */
export interface Node {
  /** Alias of the credential, or `<provider>:<actor>[/<session>]`. */
  readonly id: string;
  readonly kind: 'credential' | 'principal' | 'source';
  readonly provider: string;
  /** Further names of the credential; left out where it has one only. */
  aliases?: readonly string[];
  account: string;
  credentialKind: CredentialKind;
  actor: string;
  session: string;
  /** The credentials of this principal were handed to running code. */
  workload: boolean;
  parent: Node | null;
  /** Most nodes share one empty list: add with `addChild`. */
  children: Node[];
  createdAt: Millis | null;
  expiresAt: Millis | null;
  firstSeen: Millis | null;
  lastUsed: Millis | null;
  state: CredentialState;
  /** Use after this moment means that the provider still accepts what should be dead. */
  deadSince: Millis | null;
  /** Who ended it, for the finding's sentence. */
  deadBy: string;
  /** Address of the caller who had it made; ''. */
  mintedFrom: string;
  exposures: Exposure[];
}

/** Sessions live 36 h at most; two days later nothing about them is asked any more. */
const SESSION_MEMORY = 4 * DAY;

const NO_CHILDREN: Node[] = [];

/** The forest of credentials: which was minted by which. */
export class Lineage {
  /** Grows whenever something known changes its place or state, so that caches know. */
  epoch = 0;
  readonly #nodes = new Map<string, Node>();
  /** Nodes by their further names. */
  readonly #named = new Map<string, Node>();
  readonly #changed = new Set<Node>();
  #edges: LineageEdge[] = [];

  get(id: string): Node | undefined {
    return this.#find(id);
  }

  nodes(): Iterable<Node> {
    return this.#nodes.values();
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** The node of the credential that a context shows. */
  credential(context: EventContext): Node {
    const id = aliasOf(context.provider, context.credential);
    const node = this.#find(id) ?? this.#add(id, 'credential', context.provider);
    if (node.actor === '') {
      node.actor = context.actor;
      node.session = context.session;
      this.#changed.add(node);
    }
    if (node.account === '') node.account = context.account;
    if (node.credentialKind === 'none') node.credentialKind = context.credentialKind;
    return node;
  }

  /** A node for what has no credential, or whose credential nobody is known to have minted. */
  principal(
    provider: string,
    account: string,
    actor: string,
    session: string,
    kind: 'principal' | 'source' = 'principal',
  ): Node {
    const id = `${aliasOf(provider, actor)}${session === '' ? '' : `/${session}`}`;
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    const node = this.#add(id, kind, provider);
    node.account = account;
    node.actor = actor;
    node.session = session;
    return node;
  }

  /** By alias, for inventory, exposures and states that come before any use. */
  named(alias: string): Node {
    const known = this.#find(alias);
    if (known !== undefined) return known;
    return this.#add(alias, 'credential', alias.slice(0, alias.indexOf(':')));
  }

  /** The long-lived key of a principal, where only one is known that still lives. */
  onlyKeyOf(actor: string): Node | null {
    let found: Node | null = null;
    for (const node of this.#nodes.values()) {
      if (
        node.kind !== 'credential' ||
        node.actor !== actor ||
        node.credentialKind !== 'key' ||
        node.deadSince !== null
      )
        continue;
      if (found !== null) return null;
      found = node;
    }
    return found;
  }

  /** Records that `context`'s credential minted another. Repeats and loops change nothing. */
  mint(context: EventContext, minted: Minted, at: Millis, eventId: string): void {
    if (minted.alias === '') return;
    const id = aliasOf(context.provider, minted.alias);
    const old = this.#find(id);
    const child = old ?? this.#add(id, 'credential', context.provider);
    if (child.credentialKind === 'none') child.credentialKind = minted.kind;
    if (child.actor === '') child.actor = minted.actor === '' ? context.actor : minted.actor;
    if (child.account === '') child.account = context.account;
    if (child.createdAt === null || at < child.createdAt) child.createdAt = at;
    child.expiresAt ??= minted.expires;
    this.#changed.add(child);
    if (context.credential === '' || child.parent !== null) return;
    const parent = this.credential(context);
    if (isBelow(parent, child)) return;
    child.parent = parent;
    child.mintedFrom = context.via === '' ? context.address : '';
    addChild(parent, child);
    if (old !== undefined) this.epoch += 1;
    this.#edges.push({
      parent: parent.id,
      child: id,
      childKind: child.credentialKind,
      childActor: child.actor,
      at,
      expires: child.expiresAt,
      eventId,
    });
  }

  /**
   * Records that `context`'s credential is also known as `identifier`. What was known under that name
   * alone becomes part of it.
   * @returns the node that was given up for it, or null
   */
  rename(context: EventContext, identifier: string): Node | null {
    if (context.credential === '') return null;
    const alias = aliasOf(context.provider, identifier);
    const node = this.credential(context);
    const old = this.#find(alias);
    // A name that leads to another credential already stays where it is: one of the records lies.
    if (old === node || this.#named.has(alias)) return null;
    this.#named.set(alias, node);
    node.aliases = [...(node.aliases ?? []), alias];
    if (old !== undefined) {
      this.#nodes.delete(alias);
      this.#changed.delete(old);
      absorb(node, old);
    }
    this.markChanged(node);
    return old ?? null;
  }

  /** A node from a snapshot, without its links. */
  restore(saved: Omit<Node, 'parent' | 'children'>): void {
    const node: Node = { ...saved, exposures: [...saved.exposures], parent: null, children: NO_CHILDREN };
    this.#nodes.set(saved.id, node);
    for (const alias of saved.aliases ?? []) this.#named.set(alias, node);
  }

  /** Links without an event, when a snapshot is read back. */
  adopt(child: string, parent: string): void {
    const [below, above] = [this.#nodes.get(child), this.#nodes.get(parent)];
    if (below === undefined || above === undefined) return;
    below.parent = above;
    addChild(above, below);
  }

  markUsed(node: Node, at: Millis): void {
    if (node.lastUsed !== null && at <= node.lastUsed && node.firstSeen !== null && at >= node.firstSeen) return;
    if (node.firstSeen === null || at < node.firstSeen) node.firstSeen = at;
    if (node.lastUsed === null || at > node.lastUsed) node.lastUsed = at;
    this.#changed.add(node);
  }

  markChanged(node: Node): void {
    this.epoch += 1;
    this.#changed.add(node);
  }

  /** What changed since the last call, for the store. */
  takeChanges(): { readonly edges: readonly LineageEdge[]; readonly credentials: readonly Credential[] } {
    const credentials = [...this.#changed].filter((node) => node.kind === 'credential').map(credentialOf);
    const edges = this.#edges;
    this.#changed.clear();
    this.#edges = [];
    return { edges, credentials };
  }

  /** Forgets sessions that ended long ago, unless they are part of a case. */
  sweep(now: Millis, keep: (node: Node) => boolean): void {
    const bereft = new Set<Node>();
    for (const node of this.#nodes.values()) {
      if (node.kind !== 'credential' || node.credentialKind !== 'session' || node.children.length > 0) continue;
      const last = Math.max(node.lastUsed ?? 0, node.createdAt ?? 0);
      if (now - last < SESSION_MEMORY || this.#changed.has(node) || keep(node)) continue;
      if (node.parent !== null) bereft.add(node.parent);
      this.#nodes.delete(node.id);
      for (const alias of node.aliases ?? []) this.#named.delete(alias);
    }
    for (const parent of bereft) parent.children = parent.children.filter((child) => this.#nodes.has(child.id));
  }

  #find(id: string): Node | undefined {
    return this.#nodes.get(id) ?? this.#named.get(id);
  }

  #add(id: string, kind: Node['kind'], provider: string): Node {
    const node: Node = {
      id,
      kind,
      provider,
      account: '',
      credentialKind: 'none',
      actor: '',
      session: '',
      workload: false,
      parent: null,
      children: NO_CHILDREN,
      createdAt: null,
      expiresAt: null,
      firstSeen: null,
      lastUsed: null,
      state: 'unknown',
      deadSince: null,
      deadBy: '',
      mintedFrom: '',
      exposures: [],
    };
    this.#nodes.set(id, node);
    return node;
  }
}

function addChild(parent: Node, child: Node): void {
  if (parent.children === NO_CHILDREN) parent.children = [child];
  else parent.children.push(child);
}

/** What `other` knew fills the gaps of `node`. */
function absorb(node: Node, other: Node): void {
  if (node.actor === '') node.actor = other.actor;
  node.createdAt ??= other.createdAt;
  node.expiresAt ??= other.expiresAt;
  if (node.state === 'unknown') node.state = other.state;
  if (node.deadSince === null) {
    node.deadSince = other.deadSince;
    node.deadBy = other.deadBy;
  }
  node.exposures.push(...other.exposures.filter(({ id }) => node.exposures.every((one) => one.id !== id)));
  for (const child of other.children) {
    child.parent = node;
    addChild(node, child);
  }
  const { parent } = other;
  if (parent === null) return;
  parent.children = parent.children.filter((child) => child !== other);
  if (node.parent !== null || isBelow(parent, node)) return;
  node.parent = parent;
  addChild(parent, node);
}

function isBelow(node: Node, ancestor: Node): boolean {
  for (let current: Node | null = node; current !== null; current = current.parent)
    if (current === ancestor) return true;
  return false;
}

/** Everything minted from a node, itself first. */
export function subtreeOf(node: Node): readonly Node[] {
  const found: Node[] = [node];
  for (let at = 0; at < found.length; at += 1) for (const child of found[at]?.children ?? []) found.push(child);
  return found;
}

function credentialOf(node: Node): Credential {
  return {
    id: node.id,
    aliases: [node.id, ...(node.aliases ?? [])],
    provider: node.provider,
    account: node.account,
    kind: node.credentialKind,
    actor: node.actor,
    session: node.session,
    state: node.state,
    createdAt: node.createdAt,
    expiresAt: node.expiresAt,
    firstSeen: node.firstSeen,
    lastUsed: node.lastUsed,
  };
}
