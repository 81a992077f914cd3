import type { Intake } from '../collect/intake.ts';
import type { CommittedBatch, EventBatch } from '../core/batch.ts';
import { AppError } from '../core/errors.ts';
import type { CursorUpdate, DetectionCommit, Store } from '../core/ports.ts';
import type { Clock, Millis } from '../core/time.ts';
import { MINUTE } from '../core/time.ts';
import type { Engine } from '../detect/engine.ts';

/** A snapshot costs time in proportion to the memory: taken by time, and at the end. */
const SNAPSHOT_EVERY: Millis = 5 * MINUTE;

/** A replay of everything (a new version's memory) is judged in portions, with the grace that late records need. */
const REPLAY_ROWS = 100_000;
const REPLAY_LATENESS: Millis = 15 * MINUTE;

/** The path that every event takes: commit, judge, save what was found. One owner a database. */
export interface Detection extends Intake {
  readonly engine: Engine;
  /** Saves what the engine has to say without judging more events (after reports and inventory). */
  flush(): Promise<void>;
  /** Saves the memory now. */
  snapshot(): Promise<void>;
}

/**
 * Puts the engine where it stopped and reads again what it has not judged yet. Whatever a crash
 * left between commit and detection is judged now.
 */
export async function openDetection(store: Store, engine: Engine, clock: Clock): Promise<Detection> {
  let snapshotAt = clock.now();
  const save = async (change: DetectionCommit, withSnapshot: boolean): Promise<void> => {
    if (withSnapshot) snapshotAt = clock.now();
    if (!withSnapshot && isEmpty(change)) return;
    await store.detection.commit({ ...change, snapshot: withSnapshot ? engine.snapshot() : null });
  };
  const detection: Detection = {
    engine,
    async commit(batch: EventBatch, cursor?: CursorUpdate) {
      const committed = await store.events.append(batch, {
        seenAt: clock.now(),
        ...(cursor === undefined ? {} : { cursor }),
      });
      engine.accept(committed);
      return committed;
    },
    async settle(watermark) {
      const change = engine.advance(watermark);
      await save(change, clock.now() - snapshotAt >= SNAPSHOT_EVERY);
    },
    flush: () => save(engine.advance(Number.NEGATIVE_INFINITY), false),
    snapshot: () => save(engine.advance(Number.NEGATIVE_INFINITY), true),
  };
  await recover(store, engine, save);
  return detection;
}

/** Restores the memory, then hands over every batch after its position, some at a time. */
async function recover(
  store: Store,
  engine: Engine,
  save: (change: DetectionCommit, withSnapshot: boolean) => Promise<void>,
): Promise<void> {
  const { snapshot } = await store.detection.load();
  const from = snapshot === null ? 0 : restore(engine, snapshot);
  const last = await store.events.lastSequence();
  let waiting = 0;
  let latest: Millis = 0;
  for (let sequence = from + 1; sequence <= last; sequence += 1) {
    const committed = await readBatch(store, sequence);
    if (committed === null) continue;
    engine.accept(committed);
    waiting += committed.batch.size;
    for (const time of committed.batch.time) if (time > latest && time <= committed.seenAt) latest = time;
    if (waiting < REPLAY_ROWS) continue;
    await save(engine.advance(latest - REPLAY_LATENESS), false);
    waiting = 0;
  }
}

/** Memory that cannot be used (a version change, a damaged page) is rebuilt from the stored events. */
function restore(engine: Engine, snapshot: Uint8Array): number {
  try {
    return engine.restore(snapshot);
  } catch (error) {
    if (error instanceof AppError && error.code === 'DETECT_SNAPSHOT') return 0;
    throw error;
  }
}

async function readBatch(store: Store, sequence: number): Promise<CommittedBatch | null> {
  try {
    return await store.events.readBatch(sequence);
  } catch (error) {
    // Retention has dropped it: the memory of so long ago is not needed.
    if (error instanceof AppError && error.code === 'BATCH_DROPPED') return null;
    throw error;
  }
}

function isEmpty(change: DetectionCommit): boolean {
  return (
    change.edges.length +
      change.credentials.length +
      change.exposures.length +
      change.findings.length +
      change.incidents.length +
      change.merged.length +
      change.alerts.length ===
    0
  );
}
