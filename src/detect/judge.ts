import type { Fact } from '../core/batch.ts';
import type { CredentialBinding } from '../core/credential.ts';
import type { Note, RequestRef } from '../core/event.ts';
import { aliasOf } from '../core/event.ts';
import type { Exposure } from '../core/exposure.ts';
import type { NetworkInfo, NetworkLookup } from '../core/network.ts';
import { isExpected } from './bindings.ts';
import type { Desk, Detector, Moment, Observation } from './detector.ts';
import { DETECTORS } from './detectors/all.ts';
import { observeOwnIdentity } from './detectors/monitor-elsewhere.ts';
import { observeSignal } from './detectors/provider-signal.ts';
import { exposureOfNote } from './exposures.ts';
import { FLAG } from './flags.ts';
import { observeHit } from './hits.ts';
import type { Lineage, Node } from './lineage.ts';
import { isKnown } from './memory/cell.ts';
import type { Firsts } from './memory/firsts.ts';
import type { Memory } from './memory/memory.ts';
import type { Outcome } from './outcome.ts';
import type { OwnCalls } from './own-calls.ts';
import type { Requests } from './requests.ts';
import { withMaker } from './requests.ts';
import type { Cursor } from './rows.ts';
import { raised } from './score.ts';
import type { SigmaRule } from './sigma/rule.ts';
import type { Spot, Spots } from './spots.ts';
import { SPOT_SEPARATOR } from './spots.ts';
import { noteChange } from './states.ts';
import type { Track } from './tracks.ts';
import { exposedNodes } from './tracks.ts';

export interface JudgeParts {
  readonly rules: readonly SigmaRule[];
  readonly binding: (node: Node) => CredentialBinding | null;
  readonly memory: Memory;
  readonly firsts: Firsts;
  readonly lineage: Lineage;
  readonly own: OwnCalls;
  readonly networks: NetworkLookup;
  readonly outcome: Outcome;
  readonly requests: Requests;
  readonly spots: Spots;
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
    const about = this.#noteFacts(cursor, facts);
    if (track.ownIdentity && this.#isOwnCall(cursor)) return;
    for (const detector of this.#detectors) {
      if ((cursor.flags & detector.flags) === 0) continue;
      const observation = detector.observe(cursor, this);
      if (observation !== null)
        this.#report(detector.info.id, observation, this.#about(observation, cursor), cursor, about);
    }
    if ((cursor.flags & FLAG.credentialWrite) !== 0) this.#noteChange(cursor);
    if (facts === undefined) return;
    // What the record itself says to be about one credential, rules say about that one, too.
    let subject = this.#subject(cursor);
    for (const fact of facts) if (fact.kind === 'note') subject = this.#note(fact.note, cursor);
    for (const fact of facts) if (fact.kind === 'hit') this.#hit(fact, subject, cursor, about);
    if (about?.named === true) this.#catchUp(about, cursor);
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

  principalSpot({ time, track }: Moment): Spot {
    const { actor, provider } = track.context;
    const spot = this.#parts.spots.spot(`${aliasOf(provider, actor)}${SPOT_SEPARATOR}*`);
    // Else it would be swept as unused.
    spot.last = Math.max(spot.last, time);
    return spot;
  }

  wasTold(detector: string, alias: string, key: string): boolean {
    const { lineage, outcome } = this.#parts;
    return outcome.gate.knows(detector, lineage.get(alias)?.id ?? alias, key);
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

  /** Takes in what a record says beside its columns. @returns the request that it is about, where it tells */
  #noteFacts(cursor: Cursor, facts: readonly Fact[] | undefined): RequestRef | null {
    cursor.amount = null;
    cursor.maker = null;
    if (facts === undefined) return null;
    let about: RequestRef | null = null;
    for (const fact of facts) {
      if (fact.kind === 'amount') cursor.amount = fact;
      if (fact.kind === 'request') about = fact;
    }
    if (about === null || about.named) return about;
    cursor.maker = this.#maker(cursor.track.context.provider, about.id);
    return about;
  }

  #maker(provider: string, request: string): Node | null {
    const { lineage, requests } = this.#parts;
    const maker = requests.makerOf(provider, request);
    return maker === '' ? null : (lineage.get(maker) ?? null);
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

  #hit(
    { detail, rule: id }: Extract<Fact, { kind: 'hit' }>,
    subject: Node,
    cursor: Cursor,
    about: RequestRef | null,
  ): void {
    const rule = this.#rules.get(id);
    // Roles that only a service can assume are nobody's keys.
    if (rule === undefined || cursor.track.context.actorKind === 'service') return;
    const observation = observeHit(rule, detail, cursor, this.#parts.firsts);
    if (observation === null) return;
    const detector = rule.extras?.window?.feeds || rule.info.id;
    const leaked = this.#leakedAmong(observation.things ?? []);
    if (leaked === null) {
      this.#report(detector, observation, subject, cursor, about);
      return;
    }
    // It joins the story of the leak, where it weighs more.
    const reason = `${observation.reason} What it holds is known to be exposed.`;
    this.#parts.outcome.report(
      detector,
      { ...observation, severity: raised(observation.severity), reason },
      leaked,
      cursor,
    );
  }

  /** The exposed credential that our configuration delivers under one of these names. */
  #leakedAmong(things: readonly string[]): Node | null {
    const names = new Set(things.filter((thing) => thing !== ''));
    if (names.size === 0) return null;
    for (const node of this.#parts.lineage.nodes()) {
      if (node.exposures.length === 0) continue;
      const consumers = this.#parts.binding(node)?.consumers ?? [];
      if (consumers.some(({ target }) => names.has(target.split(/[/:#]/).at(-1) ?? ''))) return node;
    }
    return null;
  }

  /** Where the event names no credential: findings about it wait for a log that does, or have their sentence already. */
  #report(detector: string, observation: Observation, subject: Node, cursor: Cursor, about: RequestRef | null): void {
    const { provider } = cursor.track.context;
    if (cursor.maker === null) {
      this.#parts.outcome.report(detector, observation, subject, cursor);
      if (about !== null && !about.named)
        this.#parts.requests.hold(provider, about.id, { detector, observation }, cursor.time);
      return;
    }
    this.#parts.outcome.report(detector, withMaker(observation, cursor.maker.id), subject, cursor);
  }

  /** The log that names the credential came after the event: what was found about the event is about that credential. */
  #catchUp({ id }: RequestRef, cursor: Cursor): void {
    const { outcome, requests } = this.#parts;
    const { provider } = cursor.track.context;
    const maker = this.#maker(provider, id);
    if (maker === null) return;
    for (const { detector, observation } of requests.takeHeld(provider, id)) {
      const found = withMaker(observation, maker.id);
      outcome.report(detector, { ...found, key: `request/${id}/${found.key ?? ''}` }, maker, cursor);
    }
  }

  #about({ whole = false }: Observation, cursor: Cursor): Node {
    const { account, actor, provider } = cursor.track.context;
    return whole ? this.#parts.lineage.principal(provider, account, actor, '') : this.#doer(cursor);
  }

  /** Whose doing it was, as far as any record says. */
  #doer(cursor: Cursor): Node {
    return cursor.maker ?? cursor.track.subject;
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
    const { context } = cursor.track;
    if (context.credential !== '' || context.actor !== '') return this.#doer(cursor);
    return this.#parts.lineage.principal(
      context.provider,
      context.account,
      cursor.committed.batch.evidence.source,
      '',
      'source',
    );
  }
}
