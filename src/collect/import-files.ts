import type { Readable } from 'node:stream';
import type { EventBatch } from '../core/batch.ts';
import type { Millis } from '../core/time.ts';
import { MINUTE } from '../core/time.ts';
import type { DecodePool } from './decode-pool.ts';
import { expandPaths } from './expand-paths.ts';
import { failedBatch } from './failed-batch.ts';
import type { Intake, RecordCounts } from './intake.ts';
import { countBatch, emptyCounts } from './intake.ts';
import type { FilePart } from './read-files.ts';
import { readParts, readStream } from './read-files.ts';

/** Source id of everything read from files. */
export const FILE_SOURCE = 'file';

/**
 * Events of one file may be this much older than those of the file before it: the longest
 * delivery delay seen in real trails is ten minutes.
 */
const FILE_LATENESS: Millis = 15 * MINUTE;

/** Up to this many events wait for each other, so that small sets are read in order whatever their files' order. */
const SETTLE_EVERY = 100_000;

export interface ImportProgress {
  readonly files: number;
  readonly filesTotal: number;
  readonly records: number;
  readonly through: Millis | null;
}

export interface ImportSummary {
  readonly files: number;
  readonly counts: RecordCounts;
  /** Places that could not be read at all. */
  readonly failed: readonly { readonly place: string; readonly reason: string }[];
  readonly firstEvent: Millis | null;
  readonly lastEvent: Millis | null;
}

export interface ImportOptions {
  readonly paths: readonly string[];
  /** Read for the path `-`. */
  readonly stdin: Readable;
  readonly pool: DecodePool;
  readonly intake: Intake;
  /** Records dated later than this cannot move the watermark. */
  readonly now: Millis;
  readonly onProgress: (progress: ImportProgress) => void;
  readonly signal: AbortSignal;
}

/** Reads files in order, several decoded ahead, each committed as one batch. */
export async function importFiles(options: ImportOptions): Promise<ImportSummary> {
  const { pool, intake, signal } = options;
  const expanded = await expandPaths(options.paths.filter((path) => path !== '-'));
  const counts = emptyCounts();
  const failed = expanded.failed.map(({ path, reason }) => ({ place: path, reason }));
  let first: Millis | null = null;
  let last: Millis | null = null;
  let files = 0;
  let current = '';
  let unsettled = 0;

  const store = async (batch: EventBatch): Promise<void> => {
    const committed = await intake.commit(batch);
    countBatch(counts, committed);
    // The pieces of a large file come one after the other.
    const file = batch.evidence.place.replace(/#\d+$/, '');
    if (file !== current) files += 1;
    current = file;
    for (const bad of batch.unparsed) {
      if (bad.position < 0) failed.push({ place: batch.evidence.place, reason: bad.reason });
    }
    for (const time of batch.time) {
      if (first === null || time < first) first = time;
      if (time <= options.now && (last === null || time > last)) last = time;
    }
    unsettled += batch.size;
    if (last !== null && unsettled >= SETTLE_EVERY) {
      await intake.settle(last - FILE_LATENESS);
      unsettled = 0;
    }
    options.onProgress({ files, filesTotal: expanded.files.length, records: counts.read, through: last });
  };

  const ahead: Promise<EventBatch>[] = [];
  for await (const part of parts(expanded.files, options)) {
    if (signal.aborted) break;
    ahead.push(
      'failed' in part ? Promise.resolve(failedBatch(FILE_SOURCE, part.place, part.failed)) : pool.decode(part),
    );
    // A rejection is met when its turn comes; until then it must not count as unhandled.
    ahead.at(-1)?.catch(() => undefined);
    if (ahead.length >= pool.width) await store(await nextOf(ahead));
  }
  while (ahead.length > 0 && !signal.aborted) await store(await nextOf(ahead));
  await intake.settle('all');
  return { files, counts, failed, firstEvent: first, lastEvent: last };
}

async function* parts(files: readonly string[], options: ImportOptions): AsyncGenerator<FilePart> {
  for (const file of files) yield* readParts(file, FILE_SOURCE);
  if (options.paths.includes('-')) yield* readStream(options.stdin, 'standard input', FILE_SOURCE);
}

function nextOf(ahead: Promise<EventBatch>[]): Promise<EventBatch> {
  const next = ahead.shift();
  if (next === undefined) throw new RangeError('nothing is being decoded');
  return next;
}
