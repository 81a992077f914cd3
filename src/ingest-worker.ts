import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { DECODING } from '../connectors/decoding.ts';
import { columnsOf, WireWriter } from './collect/batch-wire.ts';
import type { DecodeInput, DecodeOptions } from './collect/decode.ts';
import { decode } from './collect/decode.ts';
import type { DecodeRequest, WorkerMessage, WorkerSetup } from './collect/decode-pool.ts';
import { Dictionary } from './collect/dictionary.ts';
import { failedBatch } from './collect/failed-batch.ts';
import { unpackAside } from './collect/unpack.ts';
import type { EventBatch } from './core/batch.ts';
import { messageOf } from './core/errors.ts';
import type { SigmaRule } from './detect/sigma/rule.ts';
import { RuleSet } from './detect/sigma/rule-set.ts';
import { keyFormatsOf } from './kit/key-scan.ts';

/** Decodes in a thread of its own and hands the columns over without copying them. */
const formats = DECODING.flatMap((one) => one.formats);
const keyFormats = keyFormatsOf(DECODING);
const dictionary = new Dictionary();
const wire = new WireWriter();

interface Job {
  readonly id: number;
  readonly request: DecodeRequest;
}

interface Started {
  readonly id: number;
  readonly input: Promise<DecodeInput | EventBatch>;
}

/** Larger files are unpacked when their turn comes: two of them at once would be too much. */
const MOST_ASIDE = 8 * 1024 * 1024;
const jobs: Job[] = [];
let working = false;
let options: DecodeOptions | null = null;

function optionsOf({ rules, keepRaw }: WorkerSetup): DecodeOptions {
  const ruleSet = new RuleSet(rules as readonly SigmaRule[], formats);
  return { formats, keyFormats, match: (format, record) => ruleSet.match(format, record), keepRaw, dictionary };
}

/** Reads at once, unpacks aside. */
async function prepare({ source, place, format, ...request }: DecodeRequest): Promise<DecodeInput | EventBatch> {
  try {
    const bytes = 'bytes' in request ? request.bytes : readFileSync(request.path);
    const input = { source, place, format, bytes };
    return bytes.length > MOST_ASIDE ? input : { ...input, unpacked: await unpackAside(bytes) };
  } catch (error) {
    return failedBatch(source, place, `cannot be read: ${messageOf(error)}`);
  }
}

function start(): Started | null {
  const job = jobs.shift();
  return job === undefined ? null : { id: job.id, input: prepare(job.request) };
}

/** One job after the other: while one is decoded, the next is unpacked, and no more than that, for memory's sake. */
async function work(): Promise<void> {
  working = true;
  for (let next = start(); next !== null; ) {
    const { id } = next;
    const input = await next.input;
    next = start();
    answer(id, input);
    next ??= start();
  }
  working = false;
}

function answer(id: number, input: DecodeInput | EventBatch): void {
  try {
    if (options === null) throw new RangeError('work came before its setup');
    const batch = wire.write('evidence' in input ? input : decode(input, options));
    parentPort?.postMessage({ id, batch }, columnsOf(batch));
  } catch (error) {
    parentPort?.postMessage({ id, error: messageOf(error) });
  }
}

parentPort?.on('message', (message: WorkerMessage) => {
  if ('setup' in message) {
    options = optionsOf(message.setup);
    return;
  }
  jobs.push(message);
  if (!working) void work();
});
