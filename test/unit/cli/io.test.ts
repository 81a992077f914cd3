import process from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import { processIo } from '../../../src/cli/io.ts';

const before = Object.getOwnPropertyDescriptor(process.stdout, 'columns');

afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(process.stdout, 'columns');
  else Object.defineProperty(process.stdout, 'columns', before);
});

describe('the width of the terminal', () => {
  it.each([
    [undefined, 100],
    [0, 100],
    [61, 61],
  ])('%s columns are laid out as %i', (columns, width) => {
    Object.defineProperty(process.stdout, 'columns', { value: columns, configurable: true });

    expect(processIo().columns).toBe(width);
  });
});
