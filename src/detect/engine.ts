import type { CommittedBatch, EventContext } from '../core/batch.ts';
import { eventIdOf } from '../core/batch.ts';
import type { CredentialState, InventoryItem } from '../core/credential.ts';
import type { Minted } from '../core/event.ts';
import type { Exposure } from '../core/exposure.ts';
import type { EvidenceEvent } from '../core/finding.ts';
import type { DetectionCommit } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import { DAY, HOUR } from '../core/time.ts';
import { bindingFinder } from './bindings.ts';
import type { Blindness } from './blindness.ts';
import { ReorderBuffer } from './buffer.ts';
import { Cases } from './cases.ts';
import { FLAG } from './flags.ts';
import { Judge } from './judge.ts';
import { learn } from './learn.ts';
import { Lineage } from './lineage.ts';
import { Firsts } from './memory/firsts.ts';
import { Memory } from './memory/memory.ts';
import type { EngineOptions } from './options.ts';
import { Outcome } from './outcome.ts';
import { NOBODY, OwnCalls, type SelfIdentity } from './own-calls.ts';
import { Requests } from './requests.ts';
import type { BatchView } from './rows.ts';
import { Cursor, isRelevant, viewOf } from './rows.ts';
import { loadCase, packState, STATE_VERSION, saveCase, saveNode, unpackState } from './snapshot.ts';
import { Spots } from './spots.ts';
import { noteInventory, noteState } from './states.ts';
import type { Track } from './tracks.ts';
import { Tracks } from './tracks.ts';

/** A silence that no detector calls long is not worth a second look. */
const SHORTEST_DORMANCY = 30 * DAY;
const MEMORY_LIMIT = 150_000;
/** Clean-ups depend on event time and rows alone, so that they fall on the same row in every replay. */
const SWEEP_EVERY = 6 * HOUR;
const SWEEP_ROWS = 50_000;

/**
 * Turns committed batches into findings and incidents. Deterministic: no clock but event time,
 * the moment of arrival in the batch, and the watermark; the same events in another order of
 * arrival give the same findings. Not reentrant; one owner.
 */
export class Engine {
  readonly #buffer = new ReorderBuffer<BatchView>();
  readonly #lineage = new Lineage();
  readonly #memory: Memory;
  readonly #spots = new Spots();
  readonly #firsts = new Firsts();
  readonly #cases = new Cases();
  readonly #requests = new Requests();
  readonly #own: OwnCalls;
  readonly #tracks: Tracks;
  readonly #judge: Judge;
  readonly #outcome: Outcome;
  #cursor: Cursor | null = null;
  #lastAccepted = 0;
  /** Positions of records still owed from batches before `#lastAccepted`, after a restart. */
  #owed = new Map<number, ReadonlySet<number>>();
  #latest: Millis = 0;
  #swept: Millis = 0;
  #rowsSinceSweep = 0;

  constructor(options: EngineOptions) {
    this.#memory = new Memory(options.memoryLimit ?? MEMORY_LIMIT);
    this.#own = new OwnCalls(options.self ?? NOBODY);
    this.#tracks = new Tracks({
      lineage: this.#lineage,
      memory: this.#memory,
      spots: this.#spots,
      networks: options.networks,
      own: this.#own,
    });
    this.#outcome = new Outcome(this.#cases, this.#lineage, this.#memory, options.rules);
    this.#judge = new Judge({
      rules: options.rules,
      binding: bindingFinder(options.bindings ?? []),
      memory: this.#memory,
      firsts: this.#firsts,
      lineage: this.#lineage,
      own: this.#own,
      networks: options.networks,
      outcome: this.#outcome,
      requests: this.#requests,
      spots: this.#spots,
    });
  }

  /** Takes the fresh rows of a batch; nothing is judged before `advance`. Batches come in order of sequence. */
  accept(committed: CommittedBatch): void {
    const { batch, fresh, sequence } = committed;
    const owed = this.#owed.get(sequence);
    if (sequence <= this.#lastAccepted && owed === undefined) return;
    this.#owed.delete(sequence);
    this.#lastAccepted = Math.max(this.#lastAccepted, sequence);
    const view = viewOf(committed, (name) => this.#memory.action(name));
    const relevant = batch.contexts.map(isRelevant);
    // Raw copies and what could not be read are of no use here, and must not wait in memory.
    const slim = { ...committed, batch: { ...batch, raw: null, unparsed: [] } };
    this.#buffer.add(
      slim,
      view,
      (row) =>
        fresh[row] === 1 &&
        (owed === undefined || owed.has(batch.position[row] ?? -1)) &&
        (relevant[batch.context[row] ?? 0] === true || view.facts.has(row)),
    );
    this.#linkMinted(committed, view);
  }

  /** Judges every waiting event up to the watermark, in order of event time. `all` ends a scan. */
  advance(watermark: Millis | 'all'): DetectionCommit {
    const limit = watermark === 'all' ? Number.POSITIVE_INFINITY : watermark;
    this.#buffer.drain(limit, (slot, row) => this.#process(slot.committed, slot.extra, row));
    return this.#outcome.take(this.position);
  }

  /** The newest batch that was taken in. */
  get accepted(): number {
    return this.#lastAccepted;
  }

  /** Everything up to here is contained in what `advance` has returned. */
  get position(): number {
    const waiting = this.#buffer.firstWaiting();
    const owed = [...this.#owed.keys()];
    const lowest = Math.min(waiting ?? Number.POSITIVE_INFINITY, ...owed);
    return lowest === Number.POSITIVE_INFINITY ? this.#lastAccepted : lowest - 1;
  }

  /** The memory as bytes; its own position is inside. Costs time in proportion to its size. */
  snapshot(): Uint8Array {
    return packState({
      v: STATE_VERSION,
      position: this.position,
      lastAccepted: this.#lastAccepted,
      waiting: [
        ...this.#buffer.waiting(),
        ...[...this.#owed].map(([sequence, rows]) => [sequence, [...rows]] as const),
      ],
      latest: this.#latest,
      swept: this.#swept,
      rowsSinceSweep: this.#rowsSinceSweep,
      nodes: [...this.#lineage.nodes()].map(saveNode),
      actions: this.#memory.actionNames(),
      cells: [...this.#memory.cells()],
      spots: this.#spots.busy(),
      firsts: this.#firsts.save(),
      cases: [...this.#cases.all()].map(saveCase),
      gate: this.#outcome.gate.save(),
      requests: this.#requests.save(),
    });
  }

  /**
   * Continues from a snapshot, in an engine that has seen nothing yet.
   * @returns the ledger sequence after which batches must be accepted again
   * @throws AppError when the snapshot cannot be used
   */
  restore(snapshot: Uint8Array): number {
    const state = unpackState(snapshot);
    for (const name of state.actions) this.#memory.action(name);
    for (const saved of state.nodes) this.#lineage.restore(saved);
    for (const { id, parent } of state.nodes) if (parent !== null) this.#lineage.adopt(id, parent);
    for (const saved of state.cells) this.#memory.put(saved);
    for (const saved of state.spots) this.#spots.put(saved);
    this.#firsts.restore(state.firsts ?? []);
    for (const saved of state.cases) this.#cases.restore(loadCase(saved, (id) => this.#lineage.named(id)));
    this.#outcome.gate.restore(state.gate);
    this.#requests.restore(state.requests ?? []);
    this.#owed = new Map(state.waiting.map(([sequence, rows]) => [sequence, new Set(rows)]));
    this.#lastAccepted = state.lastAccepted;
    this.#latest = state.latest;
    this.#swept = state.swept;
    this.#rowsSinceSweep = state.rowsSinceSweep;
    return state.position;
  }

  /**
   * A leak report from outside the records. What memory knows about use since then becomes findings at once.
   * @param uses events since the exposure, where the caller has looked them up; else memory alone answers
   */
  reportExposure(exposure: Exposure, seenAt: Millis, uses: readonly EvidenceEvent[] = []): void {
    this.#outcome.reportExposure(exposure, seenAt, uses);
  }

  /** A source that shows nothing any more is an incident about ourselves. */
  reportBlindness(blindness: Blindness, at: Millis): void {
    this.#outcome.reportBlindness(blindness, at);
  }

  /** The provider's list of credentials: states, ages, and last-used stamps of keys that no event has shown. */
  noteInventory(items: readonly InventoryItem[], at: Millis): void {
    noteInventory(items, at, this.#lineage, this.#memory);
  }

  /** A credential was switched off, deleted, replaced, or switched on again. @param by starts the sentence: `Deactivated by run r-1` */
  noteState(alias: string, state: CredentialState, at: Millis, by: string): void {
    noteState(this.#lineage, alias, state, at, by);
  }

  /** The successor starts with the predecessor's baseline. */
  inherit(from: string, to: string): void {
    this.#memory.inherit(`key/${from}`, `key/${to}`);
    this.#tracks.clear();
  }

  /** A run of our journal: its id in a session name marks calls as ours. */
  addRun(id: string): void {
    this.#own.addRun(id);
  }

  /** Further credentials and actors that are ours. */
  addOwnNames(names: Pick<SelfIdentity, 'aliases' | 'actors'>): void {
    this.#own.addNames(names);
  }

  /** A person closed an incident. Benign: what was held suspect in it becomes normal. Later findings open another. */
  closeIncident(id: string, verdict: 'benign' | 'malicious'): void {
    this.#outcome.close(id, verdict);
  }

  #process(committed: CommittedBatch, view: BatchView, row: number): void {
    const { batch } = committed;
    const time = batch.time[row] ?? 0;
    const contextNumber = batch.context[row] ?? 0;
    let track = view.tracks[contextNumber];
    if (track === undefined || track.dropped) {
      const context = batch.contexts[contextNumber];
      if (context === undefined) return;
      track = this.#tracks.track(context, time);
      view.tracks[contextNumber] = track;
    } else {
      this.#tracks.refresh(track);
    }
    const operationNumber = batch.operation[row] ?? 0;
    const operation = batch.operations[operationNumber];
    if (operation === undefined) return;
    const { cell } = track;
    let flags = (view.operationFlags[operationNumber] ?? 0) | track.flags;
    if (track.count === 0) flags |= FLAG.newContext;
    if (cell !== null && cell.count > 0 && time - cell.last > SHORTEST_DORMANCY) flags |= FLAG.awake;
    const cursor = (this.#cursor ??= new Cursor(committed, track, operation));
    cursor.committed = committed;
    cursor.row = row;
    cursor.time = time;
    cursor.flags = flags;
    cursor.track = track;
    cursor.operation = operation;
    cursor.action = view.actions[operationNumber] ?? 0;
    const facts = view.facts.get(row);
    if ((flags & this.#judge.flags) !== 0 || facts !== undefined) this.#judge.judge(cursor, facts);
    learn(cursor, this.#inLiveIncident);
    if (time > this.#latest) this.#latest = time;
    if (track.node.kind === 'credential') this.#lineage.markUsed(track.node, time);
    this.#rowsSinceSweep += 1;
    if (this.#rowsSinceSweep >= SWEEP_ROWS && this.#latest - this.#swept > SWEEP_EVERY) this.#sweep();
  }

  readonly #inLiveIncident = (track: Track): boolean => this.#outcome.isLive(track.subject, this.#latest);

  #linkMinted(committed: CommittedBatch, view: BatchView): void {
    const { batch } = committed;
    for (const [row, facts] of view.facts) {
      const context = batch.contexts[batch.context[row] ?? 0];
      if (context === undefined) continue;
      for (const fact of facts) {
        if (fact.kind === 'minted')
          this.#learnMinted(context, fact.minted, batch.time[row] ?? 0, eventIdOf(batch, row));
        if (fact.kind === 'request' && fact.named) this.#nameRequest(context, fact.id, batch.time[row] ?? 0);
        if (fact.kind === 'alias') this.#learnAlias(context, fact.alias, committed.seenAt);
      }
    }
  }

  #nameRequest(context: EventContext, id: string, at: Millis): void {
    if (context.credential === '' && context.actor === '') return;
    const { actor, account, provider } = context;
    const maker =
      context.credential === ''
        ? this.#lineage.principal(provider, account, actor, '')
        : this.#lineage.credential(context);
    this.#requests.name(provider, id, maker.id, at);
  }

  /** What a credential makes while its incident is open belongs to that incident, whether or not anything else is found about it. */
  #learnMinted(context: EventContext, minted: Minted, at: Millis, eventId: string): void {
    this.#lineage.mint(context, minted, at, eventId);
    if (context.credential !== '') this.#cases.grow(this.#lineage.credential(context), at);
  }

  /** Two names of one credential: what was remembered, counted and found under either is put together. */
  #learnAlias(context: EventContext, alias: string, seenAt: Millis): void {
    const old = this.#lineage.rename(context, alias);
    if (old === null) return;
    const node = this.#lineage.credential(context);
    // Whatever was worked out for the other name alone is worked out again.
    this.#tracks.clear();
    this.#memory.join(`key/${old.id}`, `key/${node.id}`);
    this.#spots.join(old.id, node.id);
    this.#outcome.join(node, old, seenAt);
  }

  #sweep(): void {
    this.#swept = this.#latest;
    this.#rowsSinceSweep = 0;
    // First the tracks: whoever was used lately keeps node, cell and spot.
    this.#tracks.sweep(this.#latest);
    this.#spots.sweep(this.#latest);
    this.#firsts.sweep(this.#latest);
    this.#memory.sweep(this.#latest);
    this.#cases.sweep(this.#latest);
    this.#outcome.sweep(this.#latest);
    this.#requests.sweep(this.#latest);
    this.#lineage.sweep(this.#latest, (node) => this.#cases.of(node) !== undefined);
  }
}

/** The one way in: an engine with an empty memory. */
export function createEngine(options: EngineOptions): Engine {
  return new Engine(options);
}
