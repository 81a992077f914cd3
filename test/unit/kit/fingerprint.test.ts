import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { displayForm, fingerprint } from '../../../src/kit/fingerprint.ts';

const KEY = new Uint8Array(32).fill(7);

describe('fingerprint', () => {
  it('is HMAC-SHA-256 in hex', () => {
    expect(fingerprint(KEY, 'secret')).toBe(createHmac('sha256', Buffer.alloc(32, 7)).update('secret').digest('hex'));
  });

  it('depends on the key and on every character', () => {
    expect(fingerprint(new Uint8Array(32).fill(8), 'secret')).not.toBe(fingerprint(KEY, 'secret'));
    expect(fingerprint(KEY, 'secreT')).not.toBe(fingerprint(KEY, 'secret'));
  });
});

describe('displayForm', () => {
  it('shows prefix and last four', () => {
    expect(displayForm(`AKIA${'Q'.repeat(12)}7QF3`, 'AKIA')).toBe('AKIA…7QF3');
    expect(displayForm('x'.repeat(36) + 'wxyz')).toBe('…wxyz');
  });

  it('shows less of what is short', () => {
    expect(displayForm('hunter2')).toBe('…');
    expect(displayForm('pre_hunter2', 'pre_')).toBe('pre_…');
  });

  it('does not take a prefix that is not there', () => {
    expect(displayForm('x'.repeat(20), 'AKIA')).toBe('…xxxx');
  });
});
