import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type FilePart, linePieces } from '../../../src/collect/line-pieces.ts';

const SIZES = { piece: 20, most: 200, line: 100 };

async function piecesOf(chunks: readonly string[], sizes = SIZES): Promise<readonly FilePart[]> {
  const parts: FilePart[] = [];
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const part of linePieces(stream, 'input', 'file', sizes)) parts.push(part);
  return parts;
}

const texts = (parts: readonly FilePart[]): readonly string[] =>
  parts.map((part) =>
    'failed' in part ? `! ${part.failed}` : 'bytes' in part ? Buffer.from(part.bytes).toString() : part.place,
  );

const line = (text: string): string => `${JSON.stringify({ text })}\n`;

describe('cutting a stream into pieces', () => {
  it('cuts at line ends, and names the pieces', async () => {
    const parts = await piecesOf([line('a'), line('b'), line('c'), line('d')]);
    expect(texts(parts)).toEqual([line('a') + line('b'), line('c') + line('d')]);
    expect(parts.map(({ place }) => place)).toEqual(['input#0', 'input#1']);
  });

  it('leaves something small under its own name', async () => {
    expect((await piecesOf([line('a')])).map(({ place }) => place)).toEqual(['input']);
    expect(await piecesOf([])).toEqual([]);
  });

  it('loses and doubles no byte, wherever the chunks end', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.string({ maxLength: 12 }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 30 }),
      async (words, width) => {
        const all = words.map(line).join('');
        const chunks = all.match(new RegExp(`[\\s\\S]{1,${width}}`, 'g')) ?? [];
        const pieces = texts(await piecesOf(chunks, { piece: 20, most: 10_000, line: 10_000 }));
        expect(pieces.join('')).toBe(all);
        for (const piece of pieces) expect(piece.endsWith('\n')).toBe(true);
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  it('keeps a document that is written over many lines whole', async () => {
    const document = JSON.stringify({ Records: [1, 2, 3], more: 'x'.repeat(60) }, null, 2);
    expect(texts(await piecesOf(document.match(/[\s\S]{1,9}/g) ?? []))).toEqual([document]);
  });

  it('keeps packed bytes whole', async () => {
    const stream = Readable.from([Buffer.from([0x1f, 0x8b, 0x0a, 0x0a]), Buffer.alloc(40, 0x0a)]);
    const parts: FilePart[] = [];
    for await (const part of linePieces(stream, 'input', 'file', SIZES)) parts.push(part);
    expect(parts).toHaveLength(1);
  });

  it('goes on after a line without end, and keeps what stood before it', async () => {
    const parts = await piecesOf([
      line('a'),
      '{"text":"',
      ...Array<string>(50).fill('x'.repeat(10)),
      '"}\n',
      line('b'),
    ]);
    expect(texts(parts)).toEqual([line('a'), '! a line of more than 100 bytes', line('b')]);
    expect(new Set(parts.map(({ place }) => place)).size).toBe(3);
  });

  it('gives up a document without end', async () => {
    const parts = await piecesOf(['{\n', ...Array<string>(50).fill('"a": 1,\n')]);
    expect(texts(parts)).toEqual(['! more than 200 bytes without an end to cut at']);
  });

  it('takes time in proportion to a long line', async () => {
    const chunk = Buffer.alloc(256 * 1024, 'x');
    const concat = vi.spyOn(Buffer, 'concat');
    const stream = Readable.from([Buffer.from('{}\n{"a":"'), ...Array<Buffer>(160).fill(chunk), Buffer.from('"}\n')]);
    const sizes = { piece: 64 * 1024, most: 1024 * 1024 * 1024, line: 1024 * 1024 * 1024 };
    for await (const part of linePieces(stream, 'input', 'file', sizes)) expect(part.place).toContain('input');
    const copied = concat.mock.results.reduce((sum, { value }) => sum + (value as Buffer).length, 0);
    expect(copied).toBeLessThan(3 * 160 * chunk.length);
  });
});
