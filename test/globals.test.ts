import { describe, expect, it } from 'vitest';
import { readSource, sourceFiles } from './support/source-files.ts';
import { isIdentifier, syntaxNodes } from './support/syntax.ts';

/**
 * What the linter cannot say: the present moment in a constructor, and a global taken apart (`const { env } = process`),
 * which its ban on `process.env` does not see.
 */
function breaches(text: string): string[] {
  return syntaxNodes(text).flatMap((node) => {
    const bare = Array.isArray(node['arguments']) ? node['arguments'].length === 0 : node['arguments'] == null;
    if (node.type === 'NewExpression' && isIdentifier(node['callee'], 'Date') && bare) return ['new Date()'];
    if (node.type === 'CallExpression' && isIdentifier(node['callee'], 'Date')) return ['Date()'];
    const taken = ['process', 'Math', 'Date', 'globalThis'].find((name) => isIdentifier(node['init'], name));
    return node.type === 'VariableDeclarator' && taken !== undefined ? [`a variable for ${taken}`] : [];
  });
}

describe('time and environment are arguments', () => {
  it('in every file but src/system.ts', () => {
    const files = sourceFiles('src/**/*.ts', 'connectors/**/*.ts').filter((file) => file !== 'src/system.ts');
    const found = files.flatMap((file) => breaches(readSource(file)).map((what) => `${file}: ${what}`));
    expect(found).toEqual([]);
  });

  it.each([
    ['const now = new Date();', 'new Date()'],
    ['const now = new Date;', 'new Date()'],
    ['const now = Date();', 'Date()'],
    ['const { env } = process;', 'a variable for process'],
    ['const dice = Math;', 'a variable for Math'],
  ])('and a breach is seen: %s', (text, what) => {
    expect(breaches(text)).toEqual([what]);
  });

  it('and a date made from a number is none', () => {
    expect(breaches('const then = new Date(0); const text = "new Date()"; // new Date()')).toEqual([]);
  });
});
