import { INCIDENT_SCORE } from '../core/detector.ts';
import type { Severity } from '../core/event.ts';
import type { Finding } from '../core/finding.ts';
import type { IncidentMerge } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import { DAY, HOUR } from '../core/time.ts';
import { stableId } from './ids.ts';
import type { Node } from './lineage.ts';
import { absorbCase, olderFirst, renameIn, silenceBetween } from './merge-cases.ts';
import { scoreOf } from './score.ts';

/** Findings of one subtree that belong together; an incident once they weigh enough. */
export interface Case {
  /** Id of the incident it is or may become. */
  readonly id: string;
  root: Node;
  /** Credentials and principals with findings of their own. */
  readonly members: Set<Node>;
  readonly findings: Finding[];
  readonly exposures: Set<string>;
  firstEvent: Millis;
  lastEvent: Millis;
  /** When the finding that opened or last changed it arrived. */
  openedAt: Millis;
  updatedAt: Millis;
  /** What the last alert knew: null before the incident was first told. */
  told: { historical: boolean; severity: Severity; detectors: Set<string> } | null;
  /** Weighs enough to be an incident. */
  weighty: boolean;
  /** What was learned in it is held suspect. */
  distrusted: boolean;
  /** A person closed it: later findings start another. */
  closed: boolean;
}

/** After so long without a finding, the next one is another story. */
const QUIET = 3 * DAY;
/** Signals too weak for an incident add up within a day, not over a week of ordinary work. */
const QUIET_SIGNALS = DAY;
/** Children minted shortly before the first evidence are suspect as well. */
const HINDSIGHT = HOUR;

/** Sorts findings into cases by lineage. */
export class Cases {
  readonly #byNode = new Map<Node, Case>();
  readonly #byId = new Map<string, Case>();
  readonly #changed = new Set<Case>();
  #merges: IncidentMerge[] = [];

  of(node: Node): Case | undefined {
    return this.#byNode.get(node);
  }

  byId(id: string): Case | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<Case> {
    return this.#byId.values();
  }

  /** The open case that covers a node by itself or through an ancestor. */
  covering(node: Node, at: Millis): Case | undefined {
    return this.#live(node, at) ?? this.#ancestral(node, at);
  }

  add(node: Node, finding: Finding, seenAt: Millis): Case {
    const own = this.#live(node, finding.at);
    const found = own ?? this.#ancestral(node, finding.at) ?? this.#open(node, finding, seenAt);
    found.findings.push(finding);
    found.firstEvent = Math.min(found.firstEvent, finding.evidence[0]?.time ?? finding.at);
    found.lastEvent = Math.max(found.lastEvent, finding.at);
    found.updatedAt = Math.max(found.updatedAt, seenAt);
    if (!found.members.has(node)) {
      found.members.add(node);
      this.#byNode.set(node, found);
    }
    this.#changed.add(found);
    if (own === undefined) this.#gather(node, found);
    found.weighty ||= scoreOf(found.findings).total >= INCIDENT_SCORE;
    return found;
  }

  /** Something came out of a credential: where its case is open, that case has grown. */
  grow(node: Node, at: Millis): void {
    const found = this.covering(node, at);
    if (found?.weighty === true) this.#changed.add(found);
  }

  note(found: Case, exposure: string): void {
    found.exposures.add(exposure);
    this.#changed.add(found);
  }

  /** Cases that changed since the last call, and cases that went into others. */
  takeChanges(): { readonly changed: readonly Case[]; readonly merges: readonly IncidentMerge[] } {
    const changed = [...this.#changed].filter((item) => this.#byId.has(item.id));
    const merges = this.#merges;
    this.#changed.clear();
    this.#merges = [];
    return { changed, merges };
  }

  /**
   * Two names turned out to be one credential: what was found about either is one story from now on.
   * @param old the node that was given up for the other; nothing knows it afterwards
   * @returns the open case of the credential, where there is one
   */
  join(node: Node, old: Node): Case | undefined {
    const [own, other] = [this.#byNode.get(node), this.#byNode.get(old)];
    for (const found of this.#byId.values()) {
      if (!found.members.has(old) && found.root !== old) continue;
      renameIn(found, node, old);
      this.#changed.add(found);
    }
    this.#byNode.delete(old);
    const open = [own, other].filter((found) => found !== undefined && !found.closed && this.#byId.has(found.id));
    const [first, second] = open;
    if (first === undefined) return undefined;
    this.#byNode.set(node, first);
    if (second === undefined || second === first) return this.#settle(node, first);
    if (silenceBetween(first, second) > (first.weighty && second.weighty ? Number.POSITIVE_INFINITY : QUIET_SIGNALS)) {
      const latest = first.lastEvent >= second.lastEvent ? first : second;
      this.#byNode.set(node, latest);
      return this.#settle(node, latest);
    }
    const [stays, goes] = olderFirst(first, second);
    this.#merge(goes, stays, `${old.id} and ${node.id} are one credential.`);
    return this.#settle(node, stays);
  }

  /** Forgets cases without news for long, so that memory stays bounded. */
  sweep(now: Millis): void {
    for (const found of this.#byId.values()) {
      if (now - Math.max(found.lastEvent, found.updatedAt) < 2 * QUIET || this.#changed.has(found)) continue;
      this.#forget(found);
    }
  }

  restore(found: Case): void {
    this.#byId.set(found.id, found);
    for (const node of found.members) this.#byNode.set(node, found);
  }

  #forget(found: Case): void {
    this.#byId.delete(found.id);
    for (const node of found.members) if (this.#byNode.get(node) === found) this.#byNode.delete(node);
  }

  #live(node: Node, at: Millis): Case | undefined {
    const found = this.#byNode.get(node);
    if (found === undefined || found.closed) return undefined;
    return at - found.lastEvent > (found.weighty ? QUIET : QUIET_SIGNALS) ? undefined : found;
  }

  /**
   * The case of the highest ancestor with evidence of its own. Sessions belong to their parent;
   * a long-lived child only when it was minted after the ancestor's first evidence, or shortly before.
   */
  #ancestral(node: Node, at: Millis): Case | undefined {
    let best: Case | undefined;
    let oldestLasting = Number.POSITIVE_INFINITY;
    for (let current = node; current.parent !== null; current = current.parent) {
      if (current.credentialKind !== 'session') oldestLasting = Math.min(oldestLasting, current.createdAt ?? 0);
      const found = this.#live(current.parent, at);
      if (found !== undefined && oldestLasting >= found.firstEvent - HINDSIGHT) best = found;
    }
    return best;
  }

  #open(node: Node, finding: Finding, seenAt: Millis): Case {
    const opened: Case = {
      id: `inc-${stableId(8, node.id, finding.id)}`,
      root: node,
      members: new Set(),
      findings: [],
      exposures: new Set(),
      firstEvent: finding.at,
      lastEvent: finding.at,
      openedAt: seenAt,
      updatedAt: seenAt,
      told: null,
      weighty: false,
      distrusted: false,
      closed: false,
    };
    this.#byId.set(opened.id, opened);
    return opened;
  }

  /** Evidence about an ancestor draws in the cases of its descendants. */
  #gather(node: Node, into: Case): void {
    if (node.children.length === 0) return;
    for (const other of this.#byId.values()) {
      if (other === into || other.closed || into.lastEvent - other.lastEvent > QUIET) continue;
      if (!isAbove(node, other.root) || this.#ancestral(other.root, into.lastEvent) !== into) continue;
      this.#merge(other, into, `${other.root.id} came out of ${into.root.id}.`);
    }
  }

  /** The place of a joined credential among its relatives: what it brought with it may lie above or below. */
  #settle(node: Node, found: Case): Case {
    this.#gather(node, found);
    const above = this.#ancestral(node, found.lastEvent);
    if (above === undefined || above === found) return found;
    this.#merge(found, above, `${found.root.id} came out of ${above.root.id}.`);
    return above;
  }

  #merge(from: Case, into: Case, why: string): void {
    const told = absorbCase(from, into, why);
    if (told !== null) this.#merges.push(told);
    if (isAbove(from.root, into.root)) into.root = from.root;
    for (const node of from.members) this.#byNode.set(node, into);
    this.#byId.delete(from.id);
    this.#changed.delete(from);
    this.#changed.add(into);
  }
}

function isAbove(ancestor: Node, node: Node): boolean {
  for (let current = node.parent; current !== null; current = current.parent) if (current === ancestor) return true;
  return false;
}
