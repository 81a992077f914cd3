import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { messageOf } from '../core/errors.ts';
import { type FilePart, isJson, linePieces, PIECE_SIZES } from './line-pieces.ts';

export type { FilePart };

const MEGABYTE = 1024 * 1024;
const NEWLINE = 0x0a;

/** What to decode of one file: the file, or the pieces of a large one that holds one JSON value a line. */
export async function* readParts(path: string, source: string): AsyncGenerator<FilePart> {
  const info = await stat(path).catch((error: unknown) => messageOf(error));
  if (typeof info === 'string') {
    yield { place: path, failed: `cannot be read: ${info}` };
    return;
  }
  if (info.size > PIECE_SIZES.piece * 4 && (await hasJsonLines(path))) {
    yield* linePieces(createReadStream(path, { highWaterMark: MEGABYTE }), path, source);
    return;
  }
  yield { source, place: path, format: null, path };
}

/** Standard input has no end known in advance: always in pieces, cut at line ends. */
export async function* readStream(stream: Readable, place: string, source: string): AsyncGenerator<FilePart> {
  yield* linePieces(stream, place, source);
}

async function hasJsonLines(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(MEGABYTE);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const end = head.subarray(0, bytesRead).indexOf(NEWLINE);
    return end >= 0 && isJson(head.toString('utf8', 0, end));
  } finally {
    await file.close();
  }
}
