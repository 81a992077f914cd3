import type { Readable } from 'node:stream';
import type { DecodeRequest } from './decode-pool.ts';
import { MAX_LINE_CHARS } from './json-values.ts';
import { MAX_UNPACKED_BYTES } from './unpack.ts';

/** Something to decode, or why there is nothing. */
export type FilePart = DecodeRequest | { readonly place: string; readonly failed: string };

export interface PieceSizes {
  /** Pieces are cut at the first line end beyond so many bytes. */
  readonly piece: number;
  /** What is held of one document; beyond, no decoder would take it anyway. */
  readonly most: number;
  /** The same of one line. */
  readonly line: number;
}

const BYTES_A_CHAR = 4;

export const PIECE_SIZES: PieceSizes = {
  piece: 16 * 1024 * 1024,
  most: MAX_UNPACKED_BYTES,
  line: BYTES_A_CHAR * MAX_LINE_CHARS,
};

const NEWLINE = 0x0a;

/**
 * Cuts a stream that holds one JSON value a line at line ends; anything else stays whole. Each
 * chunk is looked at once, so that a line of any length costs time in proportion to it.
 */
export async function* linePieces(
  stream: Readable,
  place: string,
  source: string,
  sizes: PieceSizes = PIECE_SIZES,
): AsyncGenerator<FilePart> {
  let held: Buffer[] = [];
  let size = 0;
  let index = 0;
  let isLines: boolean | null = null;
  let isDropping = false;
  const hold = (bytes: Buffer): void => {
    held = bytes.length > 0 ? [bytes] : [];
    size = bytes.length;
  };
  const nameOf = (bytes: number): string => {
    const name = index === 0 && bytes < sizes.piece ? place : `${place}#${index}`;
    index += 1;
    return name;
  };
  const piece = (bytes: Buffer): DecodeRequest => {
    return { source, place: nameOf(bytes.length), format: null, bytes: Uint8Array.from(bytes) };
  };
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    let bytes: Buffer = Buffer.from(chunk);
    if (isDropping) {
      const end = isLines === true ? bytes.indexOf(NEWLINE) : -1;
      if (end < 0) continue;
      isDropping = false;
      bytes = bytes.subarray(end + 1);
    }
    held.push(bytes);
    size += bytes.length;
    isLines ??= holdsLines(held, bytes, sizes);
    const cut = isLines === true && size >= sizes.piece ? bytes.lastIndexOf(NEWLINE) : -1;
    if (cut >= 0) {
      const all = Buffer.concat(held);
      const end = all.length - bytes.length + cut + 1;
      yield piece(all.subarray(0, end));
      hold(all.subarray(end));
    }
    const most = isLines === true ? sizes.line : sizes.most;
    if (size <= most) continue;
    // Whole lines that wait before an endless one are not lost with it.
    const all = Buffer.concat(held);
    const end = isLines === true ? all.lastIndexOf(NEWLINE) + 1 : 0;
    if (end > 0) yield piece(all.subarray(0, end));
    const what =
      isLines === true ? `a line of more than ${most} bytes` : `more than ${most} bytes without an end to cut at`;
    yield { place: nameOf(sizes.piece), failed: what };
    hold(Buffer.alloc(0));
    isDropping = true;
  }
  if (size > 0) yield piece(Buffer.concat(held));
}

/** Null while that cannot be told: packed bytes never have lines, and the first line must be there in full. */
function holdsLines(held: readonly Buffer[], latest: Buffer, { piece }: PieceSizes): boolean | null {
  const [first] = held;
  if (first !== undefined && first[0] === 0x1f && first[1] === 0x8b) return false;
  if (!latest.includes(NEWLINE)) return null;
  const all = Buffer.concat(held);
  const end = all.indexOf(NEWLINE);
  // A document that is written over many lines does not begin with one like that.
  return end > piece || isJson(all.toString('utf8', 0, end));
}

/** Whether a text is one JSON value. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // No value by itself: the beginning of a document, or no JSON at all.
    return false;
  }
}
