import type { EventContext } from '../core/batch.ts';
import { aliasOf } from '../core/event.ts';
import type { NetworkInfo, NetworkLookup } from '../core/network.ts';
import type { Millis } from '../core/time.ts';
import { attackToolOf } from './attack-tools.ts';
import { FLAG } from './flags.ts';
import type { Lineage, Node } from './lineage.ts';
import type { Cell, Seen } from './memory/cell.ts';
import type { Memory } from './memory/memory.ts';
import type { Tool } from './memory/tool-family.ts';
import { toolOf } from './memory/tool-family.ts';
import type { OwnCalls } from './own-calls.ts';
import type { Spot, Spots } from './spots.ts';
import { SPOT_SEPARATOR, SPOT_SILENCE } from './spots.ts';

/** One distinct context with all that follows from it, worked out once. */
export interface Track {
  readonly context: EventContext;
  readonly node: Node;
  /** Where findings attach: the credential, or the principal of a session nobody minted in sight. */
  subject: Node;
  /** Memory of the key or principal, and of the wider principal; null where nothing is learned. */
  readonly cell: Cell | null;
  readonly wider: Cell | null;
  /** Null when the caller's own address is unknown or a service acted. */
  readonly network: NetworkInfo | null;
  readonly tool: Tool;
  readonly attackTool: string;
  readonly ownIdentity: boolean;
  readonly ownNetwork: 'yes' | 'no' | 'unknown';
  spot: Spot;
  flags: number;
  count: number;
  epoch: number;
  /** What this context has taught the cells, for cheap refreshing. */
  seen: Seen[];
  lastSeen: Millis;
  /** No longer in use: node, cell or spot may be gone. */
  dropped: boolean;
}

const SEPARATOR = SPOT_SEPARATOR;
const MAX_TRACKS = 30_000;

/** Names like `aws-go-sdk-1688990082523310002` are made up anew each time and identify nobody. */
const MADE_UP = /\d{8,}|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-/i;

export class Tracks {
  readonly #tracks = new Map<string, Track>();
  /** Batches of one thread share their contexts, so that most are known by identity. */
  readonly #byContext = new Map<EventContext, Track>();
  readonly #lineage: Lineage;
  readonly #memory: Memory;
  readonly #spots: Spots;
  readonly #networks: NetworkLookup;
  readonly #own: OwnCalls;

  constructor(parts: {
    readonly lineage: Lineage;
    readonly memory: Memory;
    readonly spots: Spots;
    readonly networks: NetworkLookup;
    readonly own: OwnCalls;
  }) {
    this.#lineage = parts.lineage;
    this.#memory = parts.memory;
    this.#spots = parts.spots;
    this.#networks = parts.networks;
    this.#own = parts.own;
  }

  /** Forgets everything worked out; the next rows work it out again. */
  clear(): void {
    for (const track of this.#tracks.values()) track.dropped = true;
    this.#tracks.clear();
    this.#byContext.clear();
  }

  /** Forgets contexts that were not used for so long that what they point to may go. */
  sweep(now: Millis): void {
    for (const [key, track] of this.#tracks) {
      if (now - track.lastSeen < SPOT_SILENCE) continue;
      track.dropped = true;
      this.#tracks.delete(key);
    }
  }

  track(context: EventContext, at: Millis): Track {
    const known = this.#byContext.get(context);
    if (known !== undefined && !known.dropped) {
      this.refresh(known);
      return known;
    }
    const track = this.#find(context, at);
    if (this.#byContext.size >= MAX_TRACKS) this.#byContext.clear();
    this.#byContext.set(context, track);
    return track;
  }

  /** Works out again what depends on the lineage. */
  refresh(track: Track): void {
    if (track.epoch !== this.#lineage.epoch) this.#refresh(track);
  }

  #find(context: EventContext, at: Millis): Track {
    const key = keyOf(context);
    const known = this.#tracks.get(key);
    if (known !== undefined) {
      this.refresh(known);
      return known;
    }
    if (this.#tracks.size >= MAX_TRACKS) this.clear();
    const track = this.#make(context, at);
    this.#tracks.set(key, track);
    return track;
  }

  #make(context: EventContext, at: Millis): Track {
    const lineage = this.#lineage;
    const principal = principalNode(lineage, context);
    const node = context.credential === '' ? principal : lineage.credential(context);
    const cells = cellKeys(context, node);
    const network = context.via === '' ? this.#networks.lookup(context.address) : null;
    const tool = context.via === '' ? toolOf(context.agent) : { family: '', infrastructure: false };
    const track: Track = {
      context,
      node,
      subject: node,
      cell: cells.own === '' ? null : this.#memory.cell(cells.own, at),
      wider: cells.wider === '' ? null : this.#memory.cell(cells.wider, at),
      network,
      tool,
      attackTool: attackToolOf(context.agent),
      ownIdentity: this.#own.isOurs(context),
      ownNetwork: this.#own.expects(context),
      spot: this.#spots.spot(''),
      flags: 0,
      count: 0,
      epoch: -1,
      seen: [],
      lastSeen: at,
      dropped: false,
    };
    this.#refresh(track);
    return track;
  }

  #refresh(track: Track): void {
    const { context, node } = track;
    const orphan = node.credentialKind === 'session' && node.parent === null;
    track.subject = orphan ? principalNode(this.#lineage, context) : node;
    track.spot = this.#spots.spot(topOf(track.subject).id + SEPARATOR + context.address);
    track.flags = flagsOf(track, this.#lineage);
    track.epoch = this.#lineage.epoch;
  }
}

function keyOf(context: EventContext): string {
  return [
    context.credential,
    context.actor,
    context.session,
    context.address,
    context.agent,
    context.region,
    context.account,
    context.via,
    context.actorKind,
    context.credentialKind,
    context.provider,
  ].join(SEPARATOR);
}

/** The credential, its ancestors and its principal, as far as they are exposed. */
export function exposedNodes(track: Track, lineage: Lineage): readonly Node[] {
  const { actor, provider } = track.context;
  const found: Node[] = [];
  for (let node: Node | null = track.node; node !== null; node = node.parent)
    if (node.exposures.length > 0) found.push(node);
  const principal = actor === '' ? undefined : lineage.get(aliasOf(provider, actor));
  if (principal !== undefined && principal !== track.node && principal.exposures.length > 0) found.push(principal);
  return found;
}

function flagsOf(track: Track, lineage: Lineage): number {
  let flags = exposedNodes(track, lineage).length > 0 ? FLAG.exposed : 0;
  if (track.node.deadSince !== null) flags |= FLAG.retired;
  if (track.context.actorKind === 'root' || track.attackTool !== '' || track.ownIdentity) flags |= FLAG.peculiar;
  return flags;
}

function topOf(node: Node): Node {
  let top = node;
  while (top.parent !== null) top = top.parent;
  return top;
}

/** Session names count only where a service or a person's directory gives them, not a random generator. */
export function steadySession(context: EventContext): string {
  if (context.actorKind === 'workload') return context.session;
  return MADE_UP.test(context.session) ? '' : context.session;
}

function principalNode(lineage: Lineage, context: EventContext): Node {
  const node = lineage.principal(context.provider, context.account, context.actor, steadySession(context));
  if (context.actorKind === 'workload') node.workload = true;
  return node;
}

function cellKeys(context: EventContext, node: Node): { readonly own: string; readonly wider: string } {
  const who = context.actor === '' ? '' : `who/${context.provider}:${context.actor}`;
  const lasting = context.credential !== '' && context.credentialKind !== 'session';
  if (lasting) return { own: `key/${node.id}`, wider: who };
  if (who === '') return { own: '', wider: '' };
  const session = steadySession(context);
  return session === '' ? { own: who, wider: '' } : { own: `${who}/${session}`, wider: who };
}
