import { extname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { EventBatch } from '../core/batch.ts';
import { AppError } from '../core/errors.ts';
import type { WireBatch } from './batch-wire.ts';
import { Texts, WireReader } from './batch-wire.ts';

/** What a worker is asked: bytes in hand, or a file that it reads itself. */
export type DecodeRequest = {
  readonly source: string;
  readonly place: string;
  readonly format: string | null;
} & ({ readonly bytes: Uint8Array } | { readonly path: string });

export interface DecodePool {
  /** How many requests it pays to have under way. */
  readonly width: number;
  decode(request: DecodeRequest): Promise<EventBatch>;
  close(): Promise<void>;
}

/** What every worker needs to begin. */
export interface WorkerSetup {
  /** Rules as they were read and found fit: plain data, compiled again in the thread. */
  readonly rules: readonly object[];
  readonly keepRaw: boolean;
}

export type WorkerMessage = { readonly setup: WorkerSetup } | { readonly id: number; readonly request: DecodeRequest };

/** Records die young: more room for them would only be more memory, 130 MB a thread by default. */
const YOUNG_MB = 36;

interface Waiting {
  resolve(batch: EventBatch): void;
  reject(error: Error): void;
}

interface Hand {
  readonly worker: Worker;
  readonly wire: WireReader;
  load: number;
}

type Reply = { readonly id: number } & ({ readonly batch: WireBatch } | { readonly error: string });

/**
 * Decodes in worker threads, which load while `setup` is still on its way. Each request goes to
 * the least busy worker; the caller keeps the order by awaiting in order.
 */
export function startDecodePool(size: number, setup: Promise<WorkerSetup>): DecodePool {
  keepYoungSpaceSmall();
  const waiting = new Map<number, Waiting>();
  const texts = new Texts();
  let nextId = 1;
  let closing = false;
  let failure: Error | null = null;

  const failAll = (error: Error): void => {
    failure ??= error;
    for (const caller of waiting.values()) caller.reject(error);
    waiting.clear();
  };
  const hands = Array.from({ length: size }, (): Hand => {
    // tsc does not rewrite URLs: the worker has the extension of this file.
    const url = new URL(`../ingest-worker${extname(import.meta.url)}`, import.meta.url);
    const hand: Hand = {
      worker: new Worker(url, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } }),
      wire: new WireReader(texts),
      load: 0,
    };
    hand.worker.on('message', (reply: Reply) => {
      hand.load -= 1;
      const caller = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ('batch' in reply) caller?.resolve(hand.wire.read(reply.batch));
      else caller?.reject(workerError(reply.error));
    });
    hand.worker.on('error', (error: Error) => failAll(workerError(error.message)));
    hand.worker.on('exit', (code) => {
      if (!closing) failAll(workerError(`it ended with code ${code}`));
    });
    return hand;
  });
  const post = (hand: Hand, message: WorkerMessage): void => hand.worker.postMessage(message);
  const prepare = async (): Promise<void> => {
    const made = await setup;
    for (const hand of hands) post(hand, { setup: made });
  };
  const ready = prepare();
  // Whoever made the setup hears of its failure there; here it fails every request.
  ready.catch(() => undefined);

  return {
    // Decoded batches are small, and the receiver pauses now and then for longer than a file takes.
    width: size + 7,
    async decode(request) {
      await ready;
      if (failure !== null) throw failure;
      const id = nextId;
      nextId += 1;
      const hand = hands.reduce((least, other) => (other.load < least.load ? other : least));
      hand.load += 1;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        post(hand, { id, request });
      });
    },
    async close() {
      closing = true;
      await Promise.all(hands.map(({ worker }) => worker.terminate()));
      failAll(workerError('it was closed'));
    },
  };
}

/**
 * The collector would let the space for young objects of this thread grow to 128 MB, for nothing. The flags are read when
 * a space grows or a thread starts: this thread keeps what it has, the others begin with what they need.
 */
function keepYoungSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString(`--min-semi-space-size=${YOUNG_MB / 3}`);
}

function workerError(reason: string): AppError {
  return new AppError(`A decode worker failed: ${reason}`, {
    code: 'DECODE_WORKER',
    kind: 'our-bug',
    hint: 'Start again: what was committed is kept, the rest is read anew. Please report it with the message.',
  });
}
