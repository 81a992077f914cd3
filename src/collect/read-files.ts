import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { messageOf } from '../core/errors.ts';
import type { DecodeRequest } from './decode-pool.ts';

/** A plain file beyond this size is read in pieces when it holds one JSON value a line. */
const PIECE_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

export type FilePart = DecodeRequest | { readonly place: string; readonly failed: string };

/** What to decode of one file: the file, or the pieces of a large one. */
export async function* readParts(path: string, source: string): AsyncGenerator<FilePart> {
  const info = await stat(path).catch((error: unknown) => messageOf(error));
  if (typeof info === 'string') {
    yield { place: path, failed: `cannot be read: ${info}` };
    return;
  }
  if (info.size > PIECE_BYTES * 4 && (await hasJsonLines(path))) {
    yield* linePieces(createReadStream(path, { highWaterMark: 1024 * 1024 }), path, source);
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
    const head = Buffer.alloc(1024 * 1024);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const end = head.subarray(0, bytesRead).indexOf(NEWLINE);
    if (end < 0) return false;
    JSON.parse(head.toString('utf8', 0, end));
    return true;
  } catch {
    // The first line is no value of its own: the file is one JSON text, or no JSON at all.
    return false;
  } finally {
    await file.close();
  }
}

async function* linePieces(stream: Readable, place: string, source: string): AsyncGenerator<FilePart> {
  let held: Buffer[] = [];
  let size = 0;
  let index = 0;
  // Packed input cannot be cut at line ends: hold it all.
  let packed: boolean | null = null;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = Buffer.from(chunk);
    packed ??= bytes[0] === 0x1f && bytes[1] === 0x8b;
    held.push(bytes);
    size += bytes.length;
    if (packed || size < PIECE_BYTES) continue;
    const all = Buffer.concat(held);
    const cut = all.lastIndexOf(NEWLINE);
    if (cut < 0 || !isLineOfJson(all)) {
      held = [all];
      continue;
    }
    yield piece(all.subarray(0, cut + 1));
    held = [all.subarray(cut + 1)];
    size = all.length - cut - 1;
  }
  if (size > 0) yield piece(Buffer.concat(held));

  function piece(bytes: Buffer): DecodeRequest {
    const name = index === 0 && bytes.length < PIECE_BYTES ? place : `${place}#${index}`;
    index += 1;
    return { source, place: name, format: null, bytes: Uint8Array.from(bytes) };
  }
}

function isLineOfJson(bytes: Buffer): boolean {
  const end = bytes.indexOf(NEWLINE);
  try {
    JSON.parse(bytes.toString('utf8', 0, end));
    return true;
  } catch {
    // A pretty-printed document: it must stay whole.
    return false;
  }
}
