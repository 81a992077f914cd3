import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { CONNECTORS } from '../connectors/registry.ts';
import { columnsOf, WireWriter } from './collect/batch-wire.ts';
import { decode } from './collect/decode.ts';
import type { DecodeRequest, WorkerSetup } from './collect/decode-pool.ts';
import { Dictionary } from './collect/dictionary.ts';
import { failedBatch } from './collect/failed-batch.ts';
import type { EventBatch } from './core/batch.ts';
import { messageOf } from './core/errors.ts';
import { loadRules } from './detect/sigma/load.ts';
import { keyFormatsOf } from './kit/key-scan.ts';

/** Decodes in a thread of its own and hands the columns over without copying them. */
const setup = workerData as WorkerSetup;
const formats = Object.values(CONNECTORS).flatMap((connector) => connector.formats);
const keyFormats = keyFormatsOf(Object.values(CONNECTORS));
const { rules } = await loadRules(setup.ruleFolders, setup.disabledRules, formats);
const dictionary = new Dictionary();
const wire = new WireWriter();

function answer(request: DecodeRequest): EventBatch {
  let bytes: Uint8Array;
  try {
    bytes = 'bytes' in request ? request.bytes : readFileSync(request.path);
  } catch (error) {
    return failedBatch(request.source, request.place, `cannot be read: ${messageOf(error)}`);
  }
  return decode(
    { source: request.source, place: request.place, bytes, format: request.format },
    {
      formats,
      keyFormats,
      match: (format, record) => rules.match(format, record),
      keepRaw: setup.keepRaw,
      dictionary,
    },
  );
}

parentPort?.on('message', ({ id, request }: { id: number; request: DecodeRequest }) => {
  try {
    const batch = wire.write(answer(request));
    parentPort?.postMessage({ id, batch }, columnsOf(batch));
  } catch (error) {
    parentPort?.postMessage({ id, error: messageOf(error) });
  }
});
