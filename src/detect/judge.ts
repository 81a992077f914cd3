import type { Fact } from '../core/batch.ts';
import type { CredentialBinding } from '../core/credential.ts';
import type { Note } from '../core/event.ts';
import { aliasOf } from '../core/event.ts';
import type { Exposure } from '../core/exposure.ts';
import type { NetworkInfo, NetworkLookup } from '../core/network.ts';
import { isExpected } from './bindings.ts';
import type { Desk, Detector } from './detector.ts';
import { DETECTORS } from './detectors/all.ts';
import { observeOwnIdentity } from './detectors/monitor-elsewhere.ts';
import { observeSignal } from './detectors/provider-signal.ts';
import { exposureOfNote } from './exposures.ts';
import { FLAG } from './flags.ts';
import { observeHit } from './hits.ts';
import type { Lineage, Node } from './lineage.ts';
import { isKnown } from './memory/cell.ts';
import type { Memory } from './memory/memory.ts';
import type { Outcome } from './outcome.ts';
import type { OwnCalls } from './own-calls.ts';
import type { Cursor } from './rows.ts';
import type { SigmaRule } from './sigma/rule.ts';
import { noteChange } from './states.ts';
import type { Track } from './tracks.ts';
import { exposedNodes } from './tracks.ts';

export interface JudgeParts {
  readonly rules: readonly SigmaRule[];
  readonly binding: (node: Node) => CredentialBinding | null;
  readonly memory: Memory;
  readonly lineage: Lineage;
  readonly own: OwnCalls;
  readonly networks: NetworkLookup;
  readonly outcome: Outcome;
}

/** Asks the detectors about one event and takes in what workers noticed about it. */
export class Judge implements Desk {
  /** Rows with none of these flags and no facts need no judgement. */
  readonly flags: number;
  readonly #parts: JudgeParts;
  readonly #rules: ReadonlyMap<string, SigmaRule>;
  readonly #detectors: readonly Detector[] = DETECTORS;

  constructor(parts: JudgeParts) {
    this.#parts = parts;
    this.#rules = new Map(parts.rules.map((rule) => [rule.info.id, rule]));
    this.flags = this.#detectors.reduce<number>((flags, detector) => flags | detector.flags, FLAG.credentialWrite);
  }

  judge(cursor: Cursor, facts: readonly Fact[] | undefined): void {
    const { track } = cursor;
    const { outcome } = this.#parts;
    if (track.ownIdentity && this.#isOwnCall(cursor)) return;
    for (const detector of this.#detectors) {
      if ((cursor.flags & detector.flags) === 0) continue;
      const observation = detector.observe(cursor, this);
      if (observation !== null) outcome.report(detector.info.id, observation, track.subject, cursor);
    }
    if ((cursor.flags & FLAG.credentialWrite) !== 0) this.#noteChange(cursor);
    if (facts === undefined) return;
    // What the record itself says to be about one credential, rules say about that one, too.
    let subject = this.#subject(cursor);
    for (const fact of facts) if (fact.kind === 'note') subject = this.#note(fact.note, cursor);
    for (const fact of facts) if (fact.kind === 'hit') this.#hit(fact.rule, fact.detail, subject, cursor);
  }

  isUsual(track: Track, network: NetworkInfo): boolean {
    const expected = isExpected(this.#parts.binding(track.node), track.context.address);
    if (expected !== null) return expected;
    const { cell, wider } = track;
    if (cell !== null && isKnown(cell.networks, network.network, network.owner)) return true;
    if (wider !== null && isKnown(wider.networks, network.network, network.owner)) return true;
    for (let node = track.node.parent; node !== null; node = node.parent) {
      const memory = this.#parts.memory.get(`key/${node.id}`);
      if (memory !== undefined && isKnown(memory.networks, network.network, network.owner)) return true;
    }
    return false;
  }

  isUsualTool(track: Track): boolean {
    const { family } = track.tool;
    const { cell, wider } = track;
    if (cell !== null && isKnown(cell.tools, family)) return true;
    return wider !== null && isKnown(wider.tools, family);
  }

  networkOf(address: string): NetworkInfo | null {
    return this.#parts.networks.lookup(address);
  }

  binding(node: Node): CredentialBinding | null {
    return this.#parts.binding(node);
  }

  exposures(track: Track): readonly Exposure[] {
    return exposedNodes(track, this.#parts.lineage).flatMap((node) => node.exposures);
  }

  /** Our identity, from where we usually call, doing what we may do without a run of the journal. */
  #isOwnCall(cursor: Cursor): boolean {
    const { track } = cursor;
    const { cell, network } = track;
    const strange =
      track.ownNetwork === 'no' ||
      (track.ownNetwork === 'unknown' &&
        network !== null &&
        cell !== null &&
        cell.networks.length > 0 &&
        !this.isUsual(track, network));
    if (strange) {
      this.#parts.outcome.report('monitor-identity-elsewhere', observeOwnIdentity(cursor), track.subject, cursor);
      return false;
    }
    return this.#parts.own.isAccountedFor(track.context, cursor.operation.verb);
  }

  #noteChange(cursor: Cursor): void {
    const { operation, target, track } = cursor;
    if (operation.outcome !== 'success' || operation.verb === 'delete' || target === '') return;
    noteChange(this.#parts.lineage, aliasOf(track.context.provider, target));
  }

  #hit(id: string, detail: Readonly<Record<string, string>>, subject: Node, cursor: Cursor): void {
    const rule = this.#rules.get(id);
    // Roles that only a service can assume are nobody's keys.
    if (rule === undefined || cursor.track.context.actorKind === 'service') return;
    const observation = observeHit(rule, detail, cursor);
    if (observation === null) return;
    const detector = rule.extras?.window?.feeds || rule.info.id;
    this.#parts.outcome.report(detector, observation, subject, cursor);
  }

  #note(note: Note, cursor: Cursor): Node {
    const { outcome } = this.#parts;
    const subject = this.#named(note, cursor);
    if (note.kind === 'exposure') outcome.expose(subject, exposureOfNote(note, subject, cursor), cursor);
    else outcome.report('provider-signal', observeSignal(note), subject, cursor);
    return subject;
  }

  /** What a note is about: the credential it names, else the only key of the principal it names, else the principal. */
  #named(note: Note, cursor: Cursor): Node {
    const { lineage } = this.#parts;
    const { context } = cursor.track;
    if (note.alias !== '') return lineage.named(aliasOf(note.provider ?? context.provider, note.alias));
    if (note.actor === '') return this.#subject(cursor);
    return lineage.onlyKeyOf(note.actor) ?? lineage.principal(context.provider, context.account, note.actor, '');
  }

  /** Events without any identity belong to the source that brought them. */
  #subject(cursor: Cursor): Node {
    const { context, subject } = cursor.track;
    if (context.credential !== '' || context.actor !== '') return subject;
    return this.#parts.lineage.principal(
      context.provider,
      context.account,
      cursor.committed.batch.evidence.source,
      '',
      'source',
    );
  }
}
