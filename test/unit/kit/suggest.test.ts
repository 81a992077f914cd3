import { describe, expect, it } from 'vitest';
import { didYouMean } from '../../../src/kit/suggest.ts';

const KEYS = ['database', 'connectors', 'poll-interval', 'id', 'url'];

describe('didYouMean', () => {
  it.each([
    ['databse', 'database'],
    ['conectors', 'connectors'],
    ['pollInterval', 'poll-interval'],
    ['poll_interval', 'poll-interval'],
    ['URL', 'url'],
    ['ids', 'id'],
  ])('%s -> %s', (word, expected) => {
    expect(didYouMean(word, KEYS)).toBe(expected);
  });

  it.each(['kubernetes', '', 'zzzzzz'])('has no idea about %j', (word) => {
    expect(didYouMean(word, KEYS)).toBeNull();
  });

  it('is not slowed down by a very long word', () => {
    expect(didYouMean('x'.repeat(1_000_000), KEYS)).toBeNull();
  });
});
