import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Source } from '../../src/core/connector.ts';
import { AppError } from '../../src/core/errors.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { askPage, commitPage, emptyLedger, type Ledger, type Reading, readOn } from './source-reader.ts';

export type SourceFault = 'throttled' | 'server error' | 'reset' | 'truncated' | 'web page instead of an answer';

/** A provider in which things happen, and a source that reads its log. */
export interface SourceWorld {
  readonly reading: Reading;
  /** A new source on the same provider, as after a restart. */
  source(): Source;
  /** So many things happen now; gives the ids of their records. */
  happen(times: number): readonly string[];
  advance(ms: number): void;
  /** Moves time until everything that has happened can be read. */
  settle(): void;
  /** The next request runs into this. */
  fail(fault: SourceFault): void;
  /** Every request from now on waits for an answer that does not come. */
  hang(): void;
  /** Texts that must never appear in an error. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

export interface SourceContract {
  readonly makeWorld: () => Promise<SourceWorld>;
  /** Sources whose position lives at the provider (queues) accept any cursor. */
  readonly hasPosition: boolean;
  /** How long after a page was lost the provider shows it again. */
  readonly redelivery: number;
  /** Things that make the source need several pages. */
  readonly manyEvents: number;
}

const FAULTS: readonly (readonly [SourceFault, readonly AppError['kind'][]])[] = [
  ['throttled', ['rate-limited']],
  ['server error', ['transient']],
  ['reset', ['transient']],
  ['truncated', ['transient', 'provider-bug']],
  ['web page instead of an answer', ['provider-bug', 'transient', 'forbidden']],
];

/** Every source has to pass it: nothing lost, nothing read on past a failure, no secret told. */
export function sourceContract(name: string, contract: SourceContract): void {
  describe(`${name} as a source`, () => {
    let world: SourceWorld;
    let ledger: Ledger;
    beforeEach(async () => {
      world = await contract.makeWorld();
      ledger = emptyLedger();
    });
    afterEach(() => world.close());

    const make = (): Source => world.source();
    const read = (): Promise<number> => readOn(make, ledger, world.reading);
    const unread = (ids: readonly string[]): readonly string[] => {
      const seen = new Set(ledger.seen);
      return ids.filter((id) => !seen.has(id));
    };

    it('reads everything that happened, however many pages it takes', async () => {
      const ids = [...world.happen(contract.manyEvents)];
      world.advance(10 * MINUTE);
      ids.push(...world.happen(contract.manyEvents));
      world.settle();
      const pages = await read();
      expect(pages).toBeGreaterThan(1);
      expect(unread(ids)).toEqual([]);
    });

    it('reads what is new at the next poll', async () => {
      await read();
      const ids = world.happen(3);
      world.settle();
      await read();
      expect(unread(ids)).toEqual([]);
    });

    it('goes on after a crash before any commit, losing nothing', async () => {
      const ids = world.happen(contract.manyEvents);
      world.settle();
      let crashes = 0;
      for (let more = true; more && crashes < 400; crashes += 1) {
        // This page is read and lost: the process died before it was stored.
        await askPage(world.source(), ledger, world.reading);
        world.advance(contract.redelivery);
        const page = await askPage(world.source(), ledger, world.reading);
        await commitPage(page, world.source(), ledger, world.reading);
        more = page.more;
      }
      expect(crashes).toBeGreaterThan(1);
      expect(unread(ids)).toEqual([]);
    });

    it('loses nothing in the second in which a poll ends', async () => {
      const ids: string[] = [];
      for (let poll = 0; poll < 4; poll += 1) {
        ids.push(...world.happen(2));
        await read();
        ids.push(...world.happen(2));
        world.advance(SECOND / 2);
        ids.push(...world.happen(1));
        world.advance(90 * SECOND);
      }
      world.settle();
      await read();
      expect(unread(ids)).toEqual([]);
    });

    it('says the same of its progress again and again when nothing happens', async () => {
      world.happen(5);
      world.settle();
      await read();
      const before = ledger.observedThrough;
      world.advance(5 * MINUTE);
      await read();
      expect(ledger.observedThrough).toBeGreaterThanOrEqual(before);
      expect(ledger.observedThrough).toBeLessThanOrEqual(world.reading.now());
    });

    it.each(FAULTS)('reports %s as a failure and loses nothing', async (fault, kinds) => {
      const ids = world.happen(5);
      world.settle();
      world.fail(fault);
      const failure = await read().then(
        () => null,
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(AppError);
      if (failure instanceof AppError) expect(kinds).toContain(failure.kind);
      world.advance(20 * MINUTE + contract.redelivery);
      await read();
      expect(unread(ids)).toEqual([]);
    });

    it.each(FAULTS)('keeps secrets out of the error for %s', async (fault) => {
      world.happen(3);
      world.settle();
      world.fail(fault);
      const failure: unknown = await read().catch((error: unknown) => error);
      const told = `${inspect(failure, { depth: 10 })} ${JSON.stringify(failure)} ${String(failure)}`;
      for (const secret of world.secrets) expect(told).not.toContain(secret);
    });

    it('stops when it is told to', async () => {
      const controller = new AbortController();
      world.happen(1);
      world.settle();
      world.hang();
      const polled = askPage(world.source(), ledger, { ...world.reading, signal: controller.signal });
      setTimeout(() => controller.abort(new Error('stop')), 20);
      await expect(polled).rejects.toSatisfy((error: unknown) => {
        return error instanceof AppError ? error.kind === 'aborted' : error instanceof Error;
      });
    });

    it('has a position that says its version', async () => {
      const page = await askPage(world.source(), ledger, world.reading);
      expect(page.next.v).toBe(1);
    });

    it.runIf(contract.hasPosition)('refuses a position that another version wrote', async () => {
      ledger.cursor = { v: 99, elsewhere: true };
      await expect(askPage(world.source(), ledger, world.reading)).rejects.toMatchObject({ kind: 'storage' });
    });
  });
}
