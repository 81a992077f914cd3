import type { Readable } from 'node:stream';
import { usageError } from './usage.ts';

/** All of the standard input as text. @throws AppError when it is longer than any sensible input */
export async function readStdin(stdin: Readable, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > most) throw usageError(`standard input is longer than ${most} bytes`, 'Give less at once.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
