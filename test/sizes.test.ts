import { describe, expect, it } from 'vitest';
import { readSource, sourceFiles } from './support/source-files.ts';

const CAP = 400;
const MEDIAN = 100;
/** Below this many files a median says nothing. */
const ENOUGH = 20;

const lines = (file: string): number => readSource(file).trimEnd().split('\n').length;
const sizes = (...patterns: string[]): (readonly [string, number])[] =>
  sourceFiles(...patterns).map((file) => [file, lines(file)] as const);

describe('sizes', () => {
  const source = sizes('src/**/*.ts', 'connectors/**/*.ts');

  it('no source or test file is over the cap', () => {
    const others = sizes('test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.{js,cjs,ts}');
    expect([...source, ...others].filter(([, size]) => size > CAP)).toEqual([]);
  });

  it('the median source file is small', () => {
    const sorted = source.map(([, size]) => size).toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    expect(sorted.length < ENOUGH || median <= MEDIAN, `median of ${sorted.length} files is ${median} lines`).toBe(
      true,
    );
  });
});
