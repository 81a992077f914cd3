import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/collect/decode.ts';
import type { Intake } from '../../../src/collect/intake.ts';
import type { PollDeps } from '../../../src/collect/poller.ts';
import { pollPage } from '../../../src/collect/poller.ts';
import { pollRound } from '../../../src/collect/round.ts';
import type { EventBatch } from '../../../src/core/batch.ts';
import type { Page, Source } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { CursorUpdate } from '../../../src/core/ports.ts';
import type { Millis } from '../../../src/core/time.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { TEST_FORMAT } from '../../support/formats.ts';

const T0 = Date.UTC(2026, 10, 1, 12);

/** A source that serves prepared pages; cursor `{ v: 1, page }`. */
function pagedSource(id: string, pages: readonly (Partial<Page> & { readonly records?: readonly object[] })[]): Source {
  return {
    id,
    title: id,
    provider: 'test',
    account: '1',
    lag: 0,
    retention: null,
    every: 60_000,
    budget: { name: 'b', minInterval: 0 },
    blindSpots: [],
    async poll(cursor) {
      const number = typeof cursor?.['page'] === 'number' ? cursor['page'] : 0;
      const page = pages[number];
      if (page === undefined) throw new AppError('no such page', { code: 'X', kind: 'our-bug' });
      const { records, ...rest } = page;
      return {
        deliveries:
          records === undefined
            ? []
            : [{ place: `${id}#${number}`, bytes: Buffer.from(JSON.stringify({ events: records })), format: null }],
        next: { v: 1, page: number + 1 },
        more: number + 1 < pages.length,
        observedThrough: T0 + number,
        ...rest,
      };
    },
  };
}

interface World {
  readonly deps: PollDeps;
  readonly log: string[];
  readonly cursors: Map<string, CursorUpdate>;
  failCommits: number;
}

function world(): World {
  const log: string[] = [];
  const cursors = new Map<string, CursorUpdate>();
  const state = { failCommits: 0 };
  let sequence = 0;
  const intake: Intake = {
    async commit(batch: EventBatch, cursor) {
      if (state.failCommits > 0) {
        state.failCommits -= 1;
        throw new AppError('The disk is full', { code: 'STORE_FULL', kind: 'storage' });
      }
      log.push(`commit ${batch.evidence.place}${cursor ? ' with cursor' : ''}`);
      if (cursor) cursors.set(cursor.source, cursor);
      sequence += 1;
      return { sequence, seenAt: T0, batch, fresh: new Uint8Array(batch.size).fill(1) };
    },
    async settle(watermark: Millis | 'all') {
      log.push(`settle ${watermark === 'all' ? 'all' : watermark - T0}`);
    },
  };
  return {
    log,
    cursors,
    get failCommits() {
      return state.failCommits;
    },
    set failCommits(count) {
      state.failCommits = count;
    },
    deps: {
      store: {
        cursor: async (source) => cursors.get(source) ?? null,
        saveCursor: async (update) => {
          log.push(`cursor ${update.source}`);
          cursors.set(update.source, update);
        },
        storedPlaces: async () => new Set(),
      },
      intake,
      decode: async (source, delivery) =>
        decode({ source: source.id, ...delivery }, { formats: [TEST_FORMAT], match: () => [], keepRaw: false }),
      clock: new FakeClock(T0),
      pace: async () => undefined,
      classify: (error) =>
        error instanceof AppError ? error : new AppError(String(error), { code: 'Y', kind: 'our-bug' }),
      backfill: 0,
    },
  };
}

const NEVER = new AbortController().signal;

describe('one page', () => {
  it('commits the cursor with the last delivery, never before', async () => {
    const w = world();
    const source = pagedSource('s', [
      {
        deliveries: [1, 2].map((n) => ({ place: `d${n}`, bytes: Buffer.from(`{"at":${T0}}`), format: null })),
      },
    ]);

    const outcome = await pollPage(source, w.deps, NEVER);

    expect(outcome).toMatchObject({ kind: 'page', more: false });
    expect(w.log).toEqual(['commit d1', 'commit d2 with cursor']);
  });

  it('confirms deliveries only after everything is committed', async () => {
    const w = world();
    const confirmed: number[] = [];
    const delivery = {
      place: 'q',
      bytes: Buffer.from(`{"at":${T0}}`),
      format: null,
      confirm: async () => void confirmed.push(w.log.length),
    };
    const source = pagedSource('s', [{ deliveries: [delivery] }]);
    w.failCommits = 1;

    const failed = await pollPage(source, w.deps, NEVER);
    const retried = await pollPage(source, w.deps, NEVER);

    expect(failed).toMatchObject({ kind: 'failed', error: { code: 'STORE_FULL' } });
    expect(retried.kind).toBe('page');
    expect(confirmed).toEqual([1]);
    expect(w.cursors.get('s')?.cursor).toEqual({ v: 1, page: 1 });
  });

  it('writes no row when nothing came and the cursor stands still', async () => {
    const w = world();
    const still: Source = {
      ...pagedSource('s', []),
      poll: async () => ({ deliveries: [], next: { v: 1, at: 5 }, more: false, observedThrough: T0 }),
    };

    await pollPage(still, w.deps, NEVER);
    await pollPage(still, w.deps, NEVER);

    expect(w.log).toEqual(['cursor s']);
  });

  it('tells of a gap that the provider can no longer fill', async () => {
    const gap = { from: T0 - 10, to: T0, reason: 'older than 90 days' };
    const w = world();

    const outcome = await pollPage(pagedSource('s', [{ gap }]), w.deps, NEVER);

    expect(outcome).toMatchObject({ kind: 'page', gap });
  });
});

describe('a round', () => {
  it('goes on with the source that is furthest behind and lets detection follow the slowest', async () => {
    const w = world();
    const slow = pagedSource('slow', [
      { observedThrough: T0 + 10, records: [{ at: T0 }] },
      { observedThrough: T0 + 30, records: [{ at: T0 }] },
    ]);
    const fast = pagedSource('fast', [
      { observedThrough: T0 + 20, records: [{ at: T0 }] },
      { observedThrough: T0 + 40, records: [{ at: T0 }] },
    ]);

    const left = await pollRound({
      sources: [slow, fast],
      deps: w.deps,
      signal: NEVER,
      onPage: () => undefined,
      maxPages: 50,
    });

    expect(left).toEqual([]);
    expect(w.log).toEqual([
      'commit slow#0 with cursor',
      'settle -Infinity',
      'commit fast#0 with cursor',
      'settle 10',
      'commit slow#1 with cursor',
      'settle 20',
      'commit fast#1 with cursor',
      'settle all',
    ]);
  });

  it('leaves the rest for the next round when it has read its share', async () => {
    const w = world();
    const long = pagedSource(
      'long',
      Array.from({ length: 9 }, () => ({ records: [{ at: T0 }] })),
    );

    const left = await pollRound({
      sources: [long],
      deps: w.deps,
      signal: NEVER,
      onPage: () => undefined,
      maxPages: 3,
    });

    expect(left).toEqual([long]);
    expect(w.cursors.get('long')?.cursor).toEqual({ v: 1, page: 3 });
    expect(w.log).not.toContain('settle all');
  });

  it('goes on with the others when one source fails', async () => {
    const w = world();
    const broken: Source = {
      ...pagedSource('broken', []),
      poll: async () => {
        throw new AppError('Access denied', { code: 'DENIED', kind: 'forbidden' });
      },
    };
    const outcomes: string[] = [];

    await pollRound({
      sources: [broken, pagedSource('fine', [{ records: [{ at: T0 }] }])],
      deps: w.deps,
      signal: NEVER,
      onPage: (source, outcome) => outcomes.push(`${source.id} ${outcome.kind}`),
      maxPages: 10,
    });

    expect(outcomes).toEqual(['broken failed', 'fine page']);
    expect(w.log.at(-1)).toBe('settle all');
  });

  it('stops after the page under way when asked to', async () => {
    const w = world();
    const stop = new AbortController();
    const long = pagedSource(
      'long',
      Array.from({ length: 5 }, () => ({ records: [{ at: T0 }] })),
    );

    await pollRound({ sources: [long], deps: w.deps, signal: stop.signal, onPage: () => stop.abort(), maxPages: 50 });

    expect(w.cursors.get('long')?.cursor).toEqual({ v: 1, page: 1 });
  });
});
