import { isAscii, isUtf8 } from 'node:buffer';
import { gunzip, gunzipSync } from 'node:zlib';

/** Largest text that one delivery may unpack to; real files stay far below (50 MB packed at most). */
export const MAX_UNPACKED_BYTES: number = 400 * 1024 * 1024;

const LEAST_ROOM = 64 * 1024;
const RELEASED_FROM = 1024 * 1024;
/** Audit logs shrink to a tenth; this leaves room for the most monotonous. */
const LIKELY_RATIO = 50;

/** Text that is still bytes: strings are made of the parts that are needed. */
export interface Text {
  readonly bytes: Buffer;
  /** ASCII, as nearly all records are, needs no decoding. */
  readonly encoding: 'latin1' | 'utf8';
  /** True when the bytes were made here, for this text alone. */
  readonly owned: boolean;
}

export type Unpacked =
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'failed'; readonly reason: string };

/** Bytes as delivered to text: gunzips where the magic number says so, refuses bombs and other encodings. */
export function unpack(bytes: Uint8Array, limit: number = MAX_UNPACKED_BYTES): Unpacked {
  if (!isPacked(bytes)) return textOf(bytes, false, limit);
  try {
    return textOf(gunzipSync(bytes, room(bytes, limit)), true, limit);
  } catch (error) {
    return { kind: 'failed', reason: gunzipReason(error, limit) };
  }
}

/** The same while this thread does something else. */
export function unpackAside(bytes: Uint8Array, limit: number = MAX_UNPACKED_BYTES): Promise<Unpacked> {
  if (!isPacked(bytes)) return Promise.resolve(textOf(bytes, false, limit));
  return new Promise((resolve) => {
    gunzip(bytes, room(bytes, limit), (error, plain) => {
      resolve(error === null ? textOf(plain, true, limit) : { kind: 'failed', reason: gunzipReason(error, limit) });
    });
  });
}

function isPacked(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function textOf(plain: Uint8Array, owned: boolean, limit: number): Unpacked {
  if (plain.length > limit) return { kind: 'failed', reason: `larger than ${megabytes(limit)} MB` };
  if (!isUtf8(plain)) return { kind: 'failed', reason: 'not UTF-8 text' };
  const bytes = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  if (isAscii(bytes)) return { kind: 'text', text: { bytes, encoding: 'latin1', owned } };
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { kind: 'text', text: { bytes: hasMark ? bytes.subarray(3) : bytes, encoding: 'utf8', owned } };
}

/** Gives the memory of a large text back at once: left to the collector, several files' worth of it piles up. */
export function release({ bytes, owned }: Text): void {
  // Small buffers share their memory with others.
  if (owned && bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength >= RELEASED_FROM)
    bytes.buffer.transfer(0);
}

/**
 * How much to unpack at a time: all of it where the last four bytes tell the truth about the size
 * (RFC 1952, section 2.3.1). The default of 16 KB costs twice the time. A lie is not believed beyond
 * what a file of this size can hold in practice.
 */
function room(bytes: Uint8Array, limit: number): { readonly maxOutputLength: number; readonly chunkSize: number } {
  const claimed =
    bytes.length < 18 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true) + 1;
  const likely = Math.min(claimed, limit, bytes.length * LIKELY_RATIO);
  return { maxOutputLength: limit, chunkSize: Math.max(LEAST_ROOM, likely) };
}

function gunzipReason(error: unknown, limit: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ERR_BUFFER_TOO_LARGE') return `gzip expands to more than ${megabytes(limit)} MB`;
  if (code === 'Z_BUF_ERROR') return 'gzip is truncated';
  return 'gzip is corrupt';
}

function megabytes(bytes: number): number {
  return Math.round(bytes / (1024 * 1024));
}
