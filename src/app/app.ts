import { type AlertOutcome, type AlertPipeline, createAlertPipeline, type TickOptions } from '../alert/pipeline.ts';
import type { DecodeDelivery, PollDeps } from '../collect/poller.ts';
import { pollRound } from '../collect/round.ts';
import { createDue, type Due, startTicker, type Ticker } from '../collect/scheduler.ts';
import type { Config } from '../config/config.ts';
import type { Source } from '../core/connector.ts';
import { AppError, messageOf } from '../core/errors.ts';
import type { Store } from '../core/ports.ts';
import type { AlertSink } from '../core/sink.ts';
import type { System } from '../core/system.ts';
import { DAY, isoTime, MINUTE, type Millis, SECOND } from '../core/time.ts';
import { Budgets } from '../kit/budget.ts';
import { unitRandom } from '../kit/random.ts';
import { type HealthReport, healthOf } from '../observe/health.ts';
import { asAppError } from './failures.ts';
import type { Log } from './setup/connector-context.ts';
import { blindnessOf } from './watch/blindness.ts';
import type { Detection } from './watch/detection.ts';
import { createDiscovery, type Discovery } from './watch/discovery.ts';
import type { Doors } from './watch/doors.ts';
import { refreshInventory } from './watch/inventory.ts';
import { type Gap, knownSources, rememberGap, rememberSources } from './watch/known-sources.ts';
import { type Lease, leaseLost } from './watch/lease.ts';
import { createOwnDeeds, type OwnDeeds } from './watch/own-deeds.ts';
import { createPendingExposures, type PendingExposures } from './watch/pending-exposures.ts';
import { createPersonReminders, type PersonReminders } from './watch/person-reminders.ts';
import { POLL, pollInterval } from './watch/poll-interval.ts';
import { closeReaders, type OpenReader } from './watch/readers.ts';
import { alertPolicy } from './watch/sinks.ts';
import { createSourceStates } from './watch/source-states.ts';
import { createVerdicts, type Verdicts } from './watch/verdicts.ts';
import { settleProofs } from './watch/waiting-proofs.ts';
import { createWaitingRuns, type WaitingRuns } from './watch/waiting-runs.ts';

export interface AppParts {
  readonly system: System;
  readonly config: Config;
  readonly store: Store;
  readonly lease: Lease;
  readonly doors: Doors;
  readonly detection: Detection;
  readonly sinks: readonly AlertSink[];
  readonly decode: DecodeDelivery;
  readonly log: Log;
  /** Called after every page, for progress lines and the demo. */
  readonly onPage?: (source: Source, fresh: number) => void;
}

/** Pages of one round at most; then alerts get their turn. */
const PAGES_A_ROUND = 40;
const INVENTORY = 'inventory:';
/** A list that could not be read is not left until its next turn, which may be hours away. */
const INVENTORY_AGAIN = 5 * MINUTE;
const RETENTION = 'retention';
const DOORS = 'doors';
/** How often a provider that was out of reach is tried again. */
const KNOCK: Millis = 5 * MINUTE;
/** Least time between a poll of a source and the next one that a delivery asks for. */
const WAKE_INTERVAL: Millis = 5 * SECOND;

/**
 * The daemon as an object: polls what is due, judges, tells. It reads and alerts; nothing in it
 * can act on a provider.
 */
export class App {
  readonly #parts: AppParts;
  readonly #due: Due;
  readonly #poll: PollDeps;
  readonly #alerts: AlertPipeline;
  readonly #states = createSourceStates();
  readonly #deeds: OwnDeeds;
  readonly #verdicts: Verdicts;
  readonly #exposures: PendingExposures;
  readonly #waiting: WaitingRuns;
  readonly #discovery: Discovery;
  readonly #reminders: PersonReminders;
  readonly #stopping = new AbortController();
  /** Another process has the database now: nothing more is judged or kept here. */
  readonly #losing = new AbortController();
  /** When each source was asked last. */
  readonly #polled = new Map<string, Millis>();
  #ticker: Ticker | null = null;
  #ticking: Promise<void> | null = null;
  #judging: Promise<void> = Promise.resolve();
  /** The sources with their blind spots, as the store has them. */
  #seen = '';
  #onLost: (error: AppError) => void = () => undefined;

  constructor(parts: AppParts) {
    const { system, config, store, detection } = parts;
    this.#parts = parts;
    this.#due = createDue(
      () => [
        ...this.sources.map((source) => ({ name: POLL + source.id, every: pollInterval(source, config) })),
        ...parts.doors.readers.map(({ connector }) => ({
          name: INVENTORY + connector,
          every: config.schedule.inventory,
        })),
        { name: RETENTION, every: DAY },
        ...(parts.doors.complete ? [] : [{ name: DOORS, every: KNOCK }]),
      ],
      store.schedules,
    );
    this.#verdicts = createVerdicts(store.incidents, detection.engine);
    this.#deeds = createOwnDeeds(store.journal, detection.engine);
    this.#exposures = createPendingExposures(store, detection.engine);
    this.#waiting = createWaitingRuns(store.journal, parts.log);
    this.#discovery = createDiscovery(parts, () => this.prepare());
    this.#reminders = createPersonReminders(store, config.respond);
    const budgets = new Budgets(system.clock);
    this.#poll = {
      store: store.events,
      intake: detection,
      decode: parts.decode,
      clock: system.clock,
      pace: async ({ budget }, signal) => {
        // A round of many pages takes longer than the lease lasts.
        await this.keep();
        await budgets.take(budget.name, budget.minInterval, signal);
      },
      classify: asAppError,
      backfill: config.schedule.backfill,
    };
    this.#alerts = createAlertPipeline({
      store: store.alerts,
      incidents: store.incidents,
      sinks: parts.sinks,
      clock: system.clock,
      config: alertPolicy(config),
    });
  }

  /** What is watched at present: more may be found later. */
  get sources(): readonly Source[] {
    return this.#parts.doors.readers.flatMap(({ reader }) => reader.sources);
  }

  /** Tells the store what is watched and what is not seen, for reports and coverage. Cheap while nothing changes. */
  async prepare(): Promise<void> {
    const { config, store, system } = this.#parts;
    const { sources } = this;
    const seen = JSON.stringify(sources.map(({ id, blindSpots }) => [id, blindSpots]));
    if (seen === this.#seen) return;
    await rememberSources(store, sources, config.schedule.backfill, system.clock.now());
    this.#seen = seen;
  }

  /** Starts the schedule. @param onLost called when another process has taken the database over */
  async start(onLost: (error: AppError) => void): Promise<void> {
    this.#onLost = onLost;
    const { log } = this.#parts;
    await this.prepare();
    this.#ticker = startTicker(
      () => this.tick(),
      (error) => log('warn', 'A round failed; the next one goes on', { error: messageOf(error) }),
    );
  }

  /** One turn of the schedule: whatever is due now, then what there is to tell. Joins a turn under way. */
  tick(): Promise<void> {
    this.#ticking ??= this.#turn().finally(() => {
      this.#ticking = null;
    });
    return this.#ticking;
  }

  /** Reads everything once, whether due or not, until no source has more. For `poll` and before acting. */
  async pollAll(signal: AbortSignal = this.#stopping.signal): Promise<void> {
    await this.#takeReports();
    // The inventory first: it is quick, and tells at once what an intruder has just made.
    for (const reader of this.#parts.doors.readers) await this.#inventory(reader);
    let { sources } = this;
    while (sources.length > 0 && !signal.aborted) {
      sources = await this.#round(sources, signal);
      await this.keep();
    }
  }

  /** For long work between two turns. @throws AppError `LEASE_LOST` when another process has taken the database over */
  async keep(): Promise<void> {
    if (!(await this.#isOurs())) throw leaseLost();
  }

  /**
   * Judges and tells what was delivered to us between two polls, after the turn under way.
   * @param announced sources that have more to say about it: the next turn polls them
   */
  judgeSoon(announced: readonly string[] = []): void {
    for (const { id } of this.sources) if (announced.includes(id)) this.#wake(id);
    const judge = async (): Promise<void> => {
      await this.#ticking?.catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      await this.#parts.detection.settle('all');
      await this.alert();
    };
    this.#judging = this.#judging.then(judge).catch((error: unknown) => {
      this.#parts.log('warn', 'A delivery was stored and not judged yet', { error: messageOf(error) });
    });
  }

  /** A storm of deliveries is one poll in a while, not one for each. */
  #wake(source: string): void {
    const now = this.#parts.system.clock.now();
    const last = this.#polled.get(source) ?? Number.NEGATIVE_INFINITY;
    this.#due.hurry(POLL + source, Math.max(now, last + WAKE_INTERVAL));
  }

  /** Tells what there is to tell. A signal ends it early: the rest stays in the outbox. */
  async alert({ flush, signal }: TickOptions = {}): Promise<readonly AlertOutcome[]> {
    const stop = this.#stopping.signal;
    return this.#alerts.tick({
      ...(flush === undefined ? {} : { flush }),
      signal: signal === undefined ? stop : AbortSignal.any([stop, signal]),
    });
  }

  async health(): Promise<HealthReport> {
    const { store, system, config } = this.#parts;
    const now = system.clock.now();
    const known = new Map((await knownSources(store)).map((source) => [source.id, source]));
    const cursors = new Map((await store.events.cursors()).map((one) => [one.source, one.observedThrough]));
    const views = this.sources.map((source) => {
      const { from, gaps } = known.get(source.id) ?? { from: now - config.schedule.backfill, gaps: [] };
      return this.#states.view(source, { observedFrom: from, observedThrough: cursors.get(source.id) ?? null, gaps });
    });
    return healthOf(views, now);
  }

  /** Finishes the page under way, saves the memory, lets go of the database. Safe to repeat. */
  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort(new AppError('Keywatch is stopping', { code: 'STOPPING', kind: 'aborted' }));
    await this.#ticker?.stop();
    await this.#ticking?.catch(() => undefined);
    await this.#judging;
    if (!this.#isLost) await this.#parts.detection.snapshot();
    await closeReaders(this.#parts.doors.readers);
    await this.#parts.lease.release();
  }

  get #isLost(): boolean {
    return this.#losing.signal.aborted;
  }

  async #isOurs(): Promise<boolean> {
    if (this.#isLost) return false;
    if (await this.#parts.lease.keep()) return true;
    const error = leaseLost();
    this.#losing.abort(error);
    this.#onLost(error);
    return false;
  }

  async #turn(): Promise<void> {
    const { system, doors, store, config, log } = this.#parts;
    if (!(await this.#isOurs())) return;
    await this.#deeds.sync();
    await this.#verdicts.sync();
    await this.#takeReports();
    const due = new Set(await this.#due.at(system.clock.now()));
    if (due.has(DOORS)) {
      await this.#discovery.knock();
      await this.#due.done(DOORS, system.clock.now());
    }
    const sources = this.sources.filter(({ id }) => due.has(POLL + id));
    if (sources.length > 0) await this.#round(sources, this.#stopping.signal);
    if (this.#isLost) return;
    for (const reader of doors.readers) if (due.has(INVENTORY + reader.connector)) await this.#inventory(reader);
    if (due.has(RETENTION)) await this.#retention();
    await this.#reminders.tell(system.clock.now());
    await settleProofs(store, config.respond.proofSilence, system.clock.now(), log);
    await this.alert();
    await this.#waiting.tell(system.clock.now());
  }

  async #round(sources: readonly Source[], signal: AbortSignal): Promise<readonly Source[]> {
    const { system, log, detection, store } = this.#parts;
    const gaps: { readonly source: Source; readonly gap: Gap }[] = [];
    for (const { id } of sources) {
      this.#due.begun(POLL + id, system.clock.now());
      this.#polled.set(id, system.clock.now());
    }
    const left = await pollRound({
      sources,
      deps: this.#poll,
      signal: AbortSignal.any([signal, this.#losing.signal]),
      maxPages: PAGES_A_ROUND,
      onPage: (source, outcome) => {
        const now = system.clock.now();
        const retryAt = this.#states.note(source, outcome, now, () => unitRandom((bytes) => system.random(bytes)));
        if (outcome.kind === 'page') {
          this.#parts.onPage?.(source, outcome.counts.fresh);
          if (outcome.gap) gaps.push({ source, gap: outcome.gap });
          return;
        }
        if (outcome.error.kind === 'aborted') return;
        log('warn', 'A source could not be read', {
          source: source.id,
          error: outcome.error.message,
          hint: outcome.error.hint,
        });
        if (retryAt !== null) this.#due.postpone(POLL + source.id, retryAt);
        const blindness = blindnessOf(source, outcome.error, this.#states.failing(source)?.since ?? now, now);
        if (blindness !== null) detection.engine.reportBlindness(blindness, now);
      },
    });
    for (const { source, gap } of gaps) {
      await rememberGap(store, source.id, gap);
      const span = { from: isoTime(gap.from), to: isoTime(gap.to) };
      log('warn', 'A source has lost a span of its log', { source: source.id, ...span, reason: gap.reason });
    }
    const waiting = new Set(left);
    for (const source of sources) {
      if (waiting.has(source)) this.#due.hurry(POLL + source.id);
      else if (this.#states.failing(source) === null) await this.#due.done(POLL + source.id, system.clock.now());
    }
    if (this.#isLost) return left;
    await detection.flush();
    // What a source cannot show is often known only once it was asked.
    await this.prepare();
    return left;
  }

  /** Leaks that another process reported while this one held the database. */
  async #takeReports(): Promise<void> {
    if ((await this.#exposures.take()) > 0) await this.#parts.detection.flush();
  }

  async #inventory(reader: OpenReader): Promise<void> {
    const { store, detection, system, log } = this.#parts;
    const name = INVENTORY + reader.connector;
    this.#due.begun(name, system.clock.now());
    await this.#discovery.rediscover(reader);
    try {
      await refreshInventory(reader, store, detection, system.clock.now(), () => this.keep());
    } catch (error) {
      if (this.#stopping.signal.aborted || this.#isLost) return;
      log('warn', 'The list of credentials could not be read', {
        connector: reader.connector,
        error: messageOf(error),
      });
      this.#due.hurry(name, system.clock.now() + INVENTORY_AGAIN);
    }
    await this.#due.done(name, system.clock.now());
  }

  async #retention(): Promise<void> {
    const { store, config, system, log } = this.#parts;
    if (config.database.retention !== null) {
      const dropped = await store.dropBefore(system.clock.now() - config.database.retention);
      if (dropped > 0) log('info', 'Old events dropped', { events: dropped });
    }
    await this.#due.done(RETENTION, system.clock.now());
  }
}
