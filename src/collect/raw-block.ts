import { zstdCompressSync } from 'node:zlib';
import type { RawBlock } from '../core/batch.ts';

/** Collects sanitized records and packs them: one JSON line a record, empty where none is kept. */
export class RawBlockBuilder {
  readonly #lines: string[] = [];

  /** @param position index of the record in its evidence; positions not added read as empty */
  add(position: number, record: unknown): void {
    while (this.#lines.length < position) this.#lines.push('');
    this.#lines[position] = JSON.stringify(record);
  }

  finish(): RawBlock | null {
    if (this.#lines.length === 0) return null;
    const offsets = new Uint32Array(this.#lines.length + 1);
    const parts: Buffer[] = [];
    let at = 0;
    for (const [index, line] of this.#lines.entries()) {
      offsets[index] = at;
      const bytes = Buffer.from(`${line}\n`);
      parts.push(bytes);
      at += bytes.length;
    }
    offsets[this.#lines.length] = at;
    return { packed: zstdCompressSync(Buffer.concat(parts)), offsets };
  }
}
