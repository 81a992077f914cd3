import type { EventBatch } from '../core/batch.ts';
import type { Delivery, Page, Source } from '../core/connector.ts';
import type { AppError } from '../core/errors.ts';
import type { CursorUpdate, EventStore } from '../core/ports.ts';
import type { Clock, Millis } from '../core/time.ts';
import type { Intake, RecordCounts } from './intake.ts';
import { countBatch, emptyCounts } from './intake.ts';

/** Decodes one delivery; where and how is not the poller's business. */
export type DecodeDelivery = (source: Source, delivery: Delivery) => Promise<EventBatch>;

export interface PollDeps {
  readonly store: Pick<EventStore, 'cursor' | 'saveCursor' | 'storedPlaces'>;
  readonly intake: Intake;
  readonly decode: DecodeDelivery;
  readonly clock: Clock;
  /** Waits until the budget that the source shares allows another request. */
  readonly pace: (source: Source, signal: AbortSignal) => Promise<void>;
  readonly classify: (error: unknown) => AppError;
  /** How far back a source without a cursor starts. */
  readonly backfill: Millis;
}

export type PollOutcome =
  | {
      readonly kind: 'page';
      readonly counts: RecordCounts;
      readonly more: boolean;
      readonly observedThrough: Millis;
      readonly gap: Page['gap'] | null;
    }
  | { readonly kind: 'failed'; readonly error: AppError };

/**
 * One page of one source: request, decode, commit with the cursor, confirm. The cursor is
 * saved in the transaction of the page's last batch, so that a crash repeats the page.
 */
export async function pollPage(source: Source, deps: PollDeps, signal: AbortSignal): Promise<PollOutcome> {
  try {
    await deps.pace(source, signal);
    const saved = await deps.store.cursor(source.id);
    const page = await source.poll(saved?.cursor ?? null, {
      now: deps.clock.now(),
      backfill: deps.backfill,
      isStored: (places) => deps.store.storedPlaces(places),
      signal,
    });
    const counts = await storePage(source, page, saved, deps);
    for (const delivery of page.deliveries) await delivery.confirm?.();
    return { kind: 'page', counts, more: page.more, observedThrough: page.observedThrough, gap: page.gap ?? null };
  } catch (error) {
    return { kind: 'failed', error: deps.classify(error) };
  }
}

async function storePage(
  source: Source,
  page: Page,
  saved: CursorUpdate | null,
  deps: PollDeps,
): Promise<RecordCounts> {
  const counts = emptyCounts();
  const update: CursorUpdate = { source: source.id, cursor: page.next, observedThrough: page.observedThrough };
  const last = page.deliveries.length - 1;
  for (const [index, delivery] of page.deliveries.entries()) {
    const batch = await deps.decode(source, delivery);
    countBatch(counts, await (index === last ? deps.intake.commit(batch, update) : deps.intake.commit(batch)));
  }
  if (last < 0 && !sameUpdate(saved, update)) await deps.store.saveCursor(update);
  return counts;
}

function sameUpdate(saved: CursorUpdate | null, update: CursorUpdate): boolean {
  return (
    saved !== null &&
    saved.observedThrough === update.observedThrough &&
    JSON.stringify(saved.cursor) === JSON.stringify(update.cursor)
  );
}
