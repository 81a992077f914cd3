import { describe, expect, it } from 'vitest';
import { allFiles, readSource } from './support/source-files.ts';

/** Shapes that secret scanners take for a live key. Tests build theirs at run time, so that no file ever holds one. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  'access key id': /(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])/g,
  'personal token': /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82})/g,
  'payment key': /(?<![A-Za-z0-9])(?:sk|rk)_live_[A-Za-z0-9]{16,}/g,
  'chat token': /(?<![A-Za-z0-9])xox[abprs]-[A-Za-z0-9-]{10,}/g,
  'model provider key': /(?<![A-Za-z0-9])sk-(?:proj|ant|svcacct)-[A-Za-z0-9_-]{20,}/g,
  'cloud API key': /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/g,
  'incoming webhook': /hooks\.slack\.com\/services\/T[A-Z0-9]{8,}\/B[A-Z0-9]{8,}\/[A-Za-z0-9]{20,}/g,
  'private key': /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/g,
};

/** Not live by their looks: examples of the providers' own documentation, and ids that somebody masked. */
const HARMLESS = /EXAMPLE|(.)\1{7}/;

const FILES = [
  '{src,connectors,test,bench,scripts,bin,rules,docs,.ci}/**/*.{ts,js,cjs,json,yaml,yml,md,txt}',
  '*.{json,yaml,md,ts,cjs}',
  '.env.example',
  'Dockerfile',
];

function secretsIn(text: string): string[] {
  return Object.entries(SHAPES).flatMap(([name, shape]) =>
    [...text.matchAll(shape)].filter((match) => !HARMLESS.test(match[0])).map((match) => `${name} at ${match.index}`),
  );
}

describe('no file holds anything that looks like a live key', () => {
  it('in the whole tree', () => {
    const files = allFiles(...FILES);
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap((file) => secretsIn(readSource(file)).map((what) => `${file}: ${what}`))).toEqual([]);
  });

  it.each([
    ['access key id', `AKIA${'Q7Z'.repeat(5)}A`],
    ['personal token', `ghp_${'a1B'.repeat(12)}`],
    ['payment key', `rk_live_${'a1B'.repeat(6)}`],
    ['chat token', `xoxb-${'123'.repeat(6)}`],
  ])('and a %s is seen', (name, text) => {
    expect(secretsIn(`key: "${text}"`)).toEqual([`${name} at 6`]);
  });
});
