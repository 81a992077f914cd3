import { describe, expect, it } from 'vitest';
import { deterministicId, newRunId, sha256Hex } from '../../../src/kit/ids.ts';
import { FAKE_START, fakeSystem } from '../../support/fake-system.ts';

describe('ids', () => {
  it('hash as everybody else does', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex(new TextEncoder().encode('abc'))).toBe(sha256Hex('abc'));
  });

  it('are the same for the same parts', () => {
    expect(deterministicId('fnd', ['a', 1])).toBe(deterministicId('fnd', ['a', 1]));
    expect(deterministicId('fnd', ['a', 1])).toMatch(/^fnd-[\da-f]{16}$/);
    expect(deterministicId('inc', ['a'], 8)).toMatch(/^inc-[\da-f]{8}$/);
  });

  it('differ where only the border between parts differs', () => {
    expect(deterministicId('x', ['ab', 'c'])).not.toBe(deterministicId('x', ['a', 'bc']));
    expect(deterministicId('x', ['1:a'])).not.toBe(deterministicId('x', ['', 'a']));
    expect(deterministicId('x', [])).not.toBe(deterministicId('x', ['']));
  });

  it('of runs start with their time, so that they sort', () => {
    const { random } = fakeSystem();

    const first = newRunId(FAKE_START, random);
    const second = newRunId(FAKE_START + 1000, random);

    expect(first).toMatch(/^run-20261123-200000-[\da-f]{6}$/);
    expect([second, first].sort()).toEqual([first, second]);
  });
});
