import type { CommittedBatch, EventContext, Fact, Operation } from '../../../../src/core/batch.ts';
import type { Amount, Minted, Note, RequestRef, Trait } from '../../../../src/core/event.ts';
import type { NetworkInfo, NetworkLookup } from '../../../../src/core/network.ts';
import type { DetectionCommit } from '../../../../src/core/ports.ts';
import { DAY, HOUR, MINUTE, type Millis } from '../../../../src/core/time.ts';
import { createEngine, type Engine } from '../../../../src/detect/engine.ts';
import type { EngineOptions } from '../../../../src/detect/options.ts';
import { makeBatch } from '../../../support/batches.ts';

/** 2026-03-02T09:00:00Z, a Monday. */
export const START: Millis = Date.UTC(2026, 2, 2, 9);

export const HOME = '192.0.2.10';
export const OFFICE = '198.51.100.7';
export const AWAY = '203.0.113.66';

/** Each documentation block is a network of its own, in a country of its own. */
const NETWORKS: Readonly<Record<string, NetworkInfo>> = {
  '192.0.2': { network: 'AS64500', owner: 'Home Hosting', country: 'NL' },
  '198.51.100': { network: 'AS64501', owner: 'Office Line', country: 'DE' },
  '203.0.113': { network: 'AS64666', owner: 'Elsewhere Networks', country: 'BR' },
};

export const storyNetworks: NetworkLookup = {
  describe: 'documentation networks',
  lookup: (address) =>
    address.startsWith('10.')
      ? { network: '10.0.0.0/16', owner: 'private network', country: '' }
      : (NETWORKS[address.split('.').slice(0, 3).join('.')] ?? null),
};

/** One event of a story; what is left out is an ordinary read with an ordinary key from home. */
export interface StoryEvent {
  readonly at: Millis;
  readonly id?: string;
  readonly context?: Partial<EventContext>;
  readonly operation?: Partial<Operation>;
  readonly target?: string;
  readonly minted?: readonly Partial<Minted>[];
  readonly notes?: readonly Note[];
  readonly request?: RequestRef;
  readonly amount?: Amount;
  /** Further names of its credential that the record shows. */
  readonly aliases?: readonly string[];
  readonly hits?: readonly { readonly rule: string; readonly detail?: Readonly<Record<string, string>> }[];
}

export interface StoryOptions extends Partial<EngineOptions> {
  /** When the batches arrive: by default at once, so that nothing is history. */
  readonly seenAt?: Millis;
}

/** A batch of story events as the store would hand it on. */
export function committed(events: readonly StoryEvent[], sequence: number, seenAt?: Millis): CommittedBatch {
  const facts: Fact[] = events.flatMap((event, row) => [
    ...(event.minted ?? []).map(
      (minted): Fact => ({
        kind: 'minted',
        row,
        minted: { alias: 'CHILD', kind: 'session', actor: '', expires: null, ...minted },
      }),
    ),
    ...(event.notes ?? []).map((note): Fact => ({ kind: 'note', row, note })),
    ...(event.request === undefined ? [] : [{ kind: 'request' as const, row, ...event.request }]),
    ...(event.amount === undefined ? [] : [{ kind: 'amount' as const, row, ...event.amount }]),
    ...(event.aliases ?? []).map((alias): Fact => ({ kind: 'alias', row, alias })),
    ...(event.hits ?? []).map((hit): Fact => ({ kind: 'hit', row, rule: hit.rule, detail: hit.detail ?? {} })),
  ]);
  const batch = makeBatch(
    events.map((event) => ({
      time: event.at,
      context: event.context ?? {},
      operation: event.operation ?? {},
      target: event.target ?? '',
      nativeId: event.id ?? `${event.at} ${JSON.stringify([event.context, event.operation, event.target])}`,
    })),
    { facts, place: `story/${sequence}` },
  );
  const latest = Math.max(...events.map((event) => event.at));
  return { sequence, seenAt: seenAt ?? latest, batch, fresh: new Uint8Array(events.length).fill(1) };
}

export function storyEngine(options: StoryOptions = {}): Engine {
  return createEngine({ networks: storyNetworks, rules: [], ...options });
}

/** Plays a story through a new engine. */
export function play(events: readonly StoryEvent[], options: StoryOptions = {}): DetectionCommit {
  const engine = storyEngine(options);
  if (events.length > 0) engine.accept(committed(events, 1, options.seenAt));
  return engine.advance('all');
}

/** Ids of the detectors that found something, sorted, each once. */
export function detectorsOf(commit: DetectionCommit): readonly string[] {
  return [...new Set(commit.findings.map((finding) => finding.detector))].sort();
}

/** Ordinary use: `days` days of four calls a day, ending the day before `START`. */
export function routine(days: number, part: Omit<StoryEvent, 'at'> = {}, end: Millis = START): readonly StoryEvent[] {
  return Array.from({ length: days * 4 }, (_, index) => ({
    ...part,
    at: end - (days - Math.floor(index / 4)) * DAY + (index % 4) * HOUR,
  }));
}

/** Calls one after the other, a few seconds apart. */
export function burst(
  count: number,
  from: Millis,
  make: (index: number) => Omit<StoryEvent, 'at'>,
): readonly StoryEvent[] {
  return Array.from({ length: count }, (_, index) => ({ ...make(index), at: from + index * 3000 }));
}

export function operation(
  action: string,
  traits: readonly Trait[] = [],
  part: Partial<Operation> = {},
): Partial<Operation> {
  return { action, traits, ...part };
}

export { DAY, HOUR, MINUTE };
