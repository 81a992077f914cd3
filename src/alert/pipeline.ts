import type { AlertStore, IncidentStore } from '../core/ports.ts';
import type { AlertReason, AlertSink } from '../core/sink.ts';
import type { Clock, Millis } from '../core/time.ts';
import { MINUTE } from '../core/time.ts';
import { alertGroup } from './alert-group.ts';
import type { AlertState, Aside, Candidate, Stage } from './candidate.ts';
import { deliver } from './deliver.ts';
import { loadCandidates, loadState } from './load.ts';
import type { AlertConfig } from './policy.ts';
import { attemptRecord, resultRecord, settle, suppressedRecord } from './record.ts';
import { reminders } from './reminders.ts';
import { dedup } from './stages/dedup.ts';
import { group } from './stages/group.ts';
import { inhibit } from './stages/inhibit.ts';
import { route } from './stages/route.ts';
import { silence } from './stages/silence.ts';

export interface AlertPipelineDeps {
  readonly store: AlertStore;
  readonly incidents: IncidentStore;
  readonly sinks: readonly AlertSink[];
  readonly clock: Clock;
  readonly config: AlertConfig;
}

/** One decision of a tick, for logs, metrics and tests. */
export interface AlertOutcome {
  readonly sink: string;
  readonly incidents: readonly string[];
  readonly result: 'sent' | 'retry' | 'rejected' | 'suppressed' | 'held';
  readonly reason: AlertReason;
  readonly detail: string;
}

export interface TickOptions {
  /** Digests and further evidence do not wait: the end of a scan, of a demo, of the daemon. */
  readonly flush?: boolean;
  readonly signal?: AbortSignal;
}

export interface AlertPipeline {
  /** Works off what is pending, once. A tick that is asked for while one runs joins it. */
  tick(options?: TickOptions): Promise<readonly AlertOutcome[]>;
}

/** The order is the meaning: each stage sees what the ones before it let pass. */
const STAGES: readonly Stage[] = [route, group, inhibit, silence, dedup];

/** How often time alone is asked for reminders; what is pending is looked for at every tick. */
const REMIND_EVERY: Millis = MINUTE;

export function createAlertPipeline(deps: AlertPipelineDeps): AlertPipeline {
  const sinks = deps.sinks.map((sink) => sink.id);
  let running: Promise<readonly AlertOutcome[]> | null = null;
  let remindedAt = -Infinity;

  const run = async (options: TickOptions): Promise<readonly AlertOutcome[]> => {
    const now = deps.clock.now();
    const remind = options.flush === true || now - remindedAt >= REMIND_EVERY;
    if (remind) remindedAt = now;
    else if ((await deps.store.pending(sinks, now)).length === 0) return [];
    return runTick(deps, sinks, options);
  };

  const tick = (options: TickOptions = {}): Promise<readonly AlertOutcome[]> => {
    // A tick under way may have decided to wait already, which a flush must not.
    if (running !== null && options.flush === true) return running.then(() => tick(options));
    running ??= run(options).finally(() => {
      running = null;
    });
    return running;
  };
  return { tick };
}

async function runTick(
  deps: AlertPipelineDeps,
  sinkIds: readonly string[],
  options: TickOptions,
): Promise<readonly AlertOutcome[]> {
  const before = await loadState(deps, sinkIds, options.flush ?? false);
  await deps.store.enqueue(reminders(sinkIds, before, deps.clock.now()));
  const { candidates, state, orphans } = await loadCandidates(deps, sinkIds, before);
  for (const orphan of orphans) await deps.store.record(orphan);
  const { pass, held, dropped } = runStages(candidates, state, deps.clock.now());
  for (const { candidate, why } of dropped)
    for (const item of candidate.items)
      await deps.store.record(suppressedRecord(candidate, item, why, deps.clock.now()));
  const sent = await Promise.all(deps.sinks.map((sink) => runSink(deps, sink, pass, options.signal)));
  return [
    ...sent.flat(),
    ...dropped.map(({ candidate, why }) => outcome(candidate, 'suppressed', why)),
    ...held.map(({ candidate, why }) => outcome(candidate, 'held', why)),
  ];
}

function runStages(
  candidates: readonly Candidate[],
  state: AlertState,
  now: number,
): { pass: readonly Candidate[]; held: Aside[]; dropped: Aside[] } {
  const held: Aside[] = [];
  const dropped: Aside[] = [];
  let pass = candidates;
  for (const stage of STAGES) {
    const sorted = stage(pass, state, now);
    held.push(...sorted.held);
    dropped.push(...sorted.dropped);
    pass = sorted.pass;
  }
  return { pass, held, dropped };
}

/** Sinks work side by side, the messages of one sink in order. */
async function runSink(
  deps: AlertPipelineDeps,
  sink: AlertSink,
  pass: readonly Candidate[],
  stop?: AbortSignal,
): Promise<readonly AlertOutcome[]> {
  const outcomes: AlertOutcome[] = [];
  for (const candidate of pass) {
    if (candidate.sink !== sink.id) continue;
    // Nothing is recorded: the next tick finds it as it was.
    if (stop?.aborted === true) outcomes.push(outcome(candidate, 'retry', 'stopped before its turn'));
    else outcomes.push(await runCandidate(deps, sink, candidate, stop ?? new AbortController().signal));
  }
  return outcomes;
}

async function runCandidate(
  deps: AlertPipelineDeps,
  sink: AlertSink,
  candidate: Candidate,
  stop: AbortSignal,
): Promise<AlertOutcome> {
  const { clock, config, store } = deps;
  for (const item of candidate.items) await store.record(attemptRecord(candidate, item, clock.now()));
  const answer = await deliver(sink, alertGroup(candidate, clock.now()), clock, config.timeout, stop);
  const result = settle(candidate, answer, config, clock.now());
  for (const item of candidate.items) await store.record(resultRecord(candidate, item, result, config, clock.now()));
  return outcome(candidate, result.kind, result.kind === 'sent' ? result.receipt : result.reason);
}

function outcome(candidate: Candidate, result: AlertOutcome['result'], detail: string): AlertOutcome {
  const incidents = [...new Set(candidate.items.map((item) => item.incident.id))];
  return { sink: candidate.sink, incidents, result, reason: candidate.reason, detail };
}
