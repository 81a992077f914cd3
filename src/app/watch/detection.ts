import type { Intake } from '../../collect/intake.ts';
import type { CommittedBatch, EventBatch } from '../../core/batch.ts';
import { AppError } from '../../core/errors.ts';
import type { CursorUpdate, DetectionCommit, DetectionTurn, Store } from '../../core/ports.ts';
import type { Clock, Millis } from '../../core/time.ts';
import { MINUTE } from '../../core/time.ts';
import type { Engine } from '../../detect/engine.ts';

/** A snapshot costs time in proportion to the memory: taken by time, and at the end. */
const SNAPSHOT_EVERY: Millis = 5 * MINUTE;
/** The list of turns is written with every commit, so it must stay short. */
const MOST_TURNS = 500;

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
  const save = async (
    change: DetectionCommit,
    turns: readonly DetectionTurn[],
    withSnapshot: boolean,
  ): Promise<void> => {
    if (withSnapshot) snapshotAt = clock.now();
    if (!withSnapshot && isEmpty(change)) return;
    await store.detection.commit({ ...change, turns, snapshot: withSnapshot ? engine.snapshot() : null });
  };
  let turns = await recover(store, engine, save);
  return {
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
      const due = clock.now() - snapshotAt >= SNAPSHOT_EVERY || turns.length >= MOST_TURNS;
      turns = due ? [] : [...turns, { accepted: engine.accepted, watermark: watermark === 'all' ? null : watermark }];
      await save(change, turns, due);
    },
    flush: () => save(engine.advance(Number.NEGATIVE_INFINITY), turns, false),
    async snapshot() {
      turns = [];
      await save(engine.advance(Number.NEGATIVE_INFINITY), turns, true);
    },
  };
}

type Save = (change: DetectionCommit, turns: readonly DetectionTurn[], withSnapshot: boolean) => Promise<void>;

/**
 * Restores the memory, takes the turns that were told of once more, then hands over every batch after them, some at a time.
 * @returns the turns since the snapshot
 */
async function recover(store: Store, engine: Engine, save: Save): Promise<readonly DetectionTurn[]> {
  const loaded = await store.detection.load();
  const restored = loaded.snapshot === null ? 0 : restore(engine, loaded.snapshot);
  // Turns belong to the memory that they began with.
  const turns = restored === null ? [] : [...loaded.turns];
  let next = (restored ?? 0) + 1;
  const acceptThrough = async (sequence: number, onBatch: (batch: CommittedBatch) => Promise<void>): Promise<void> => {
    for (; next <= sequence; next += 1) {
      const committed = await readBatch(store, next);
      if (committed === null) continue;
      engine.accept(committed);
      await onBatch(committed);
    }
  };
  for (const { accepted, watermark } of turns) {
    await acceptThrough(accepted, () => Promise.resolve());
    await save(engine.advance(watermark ?? 'all'), turns, false);
  }
  let waiting = 0;
  let latest: Millis = 0;
  await acceptThrough(await store.events.lastSequence(), async ({ batch, seenAt }) => {
    waiting += batch.size;
    for (const time of batch.time) if (time > latest && time <= seenAt) latest = time;
    if (waiting < REPLAY_ROWS) return;
    turns.push({ accepted: engine.accepted, watermark: latest - REPLAY_LATENESS });
    await save(engine.advance(latest - REPLAY_LATENESS), turns, false);
    waiting = 0;
  });
  return turns;
}

/** Memory that cannot be used (a version change, a damaged page) is rebuilt from the stored events. */
function restore(engine: Engine, snapshot: Uint8Array): number | null {
  try {
    return engine.restore(snapshot);
  } catch (error) {
    if (error instanceof AppError && error.code === 'DETECT_SNAPSHOT') return null;
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
