import { describe, expect, it } from 'vitest';
import { displayWidth, padEnd, padStart, truncate, truncateMiddle, wrap } from '../../../src/kit/text-width.ts';

describe('width on a terminal', () => {
  it.each([
    ['plain', 5],
    ['Zürich', 6],
    ['e\u0301', 1],
    ['東京', 4],
    ['ｆ', 2],
    ['👍', 2],
    ['', 0],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('cutting', () => {
  it('keeps what fits and marks what does not', () => {
    expect([truncate('abcdef', 6), truncate('abcdef', 5), truncate('abcdef', 1), truncate('abcdef', 0)]).toEqual([
      'abcdef',
      'abcd…',
      '…',
      '',
    ]);
  });

  it('never cuts a wide character in half', () => {
    expect(truncate('東京都', 4)).toBe('東…');
  });

  it('in the middle keeps both ends', () => {
    expect(truncateMiddle('arn:role/deploy-production', 13)).toBe('arn:ro…uction');
    expect(truncateMiddle('short', 13)).toBe('short');
  });
});

describe('padding', () => {
  it('counts columns, not characters', () => {
    expect(padEnd('東', 4)).toBe('東  ');
    expect(padStart('9', 3)).toBe('  9');
    expect(padEnd('long', 2)).toBe('long');
  });
});

describe('wrapping', () => {
  it('breaks between words', () => {
    expect(wrap('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
  });

  it('breaks a word that is longer than the line', () => {
    expect(wrap('see abcdefghijkl now', 5)).toEqual(['see', 'abcde', 'fghij', 'kl', 'now']);
  });

  it('gives one empty line for nothing', () => {
    expect(wrap('', 10)).toEqual(['']);
  });

  it('does not wrap where there is no limit', () => {
    expect(wrap('the quick brown fox', Infinity)).toEqual(['the quick brown fox']);
  });
});
