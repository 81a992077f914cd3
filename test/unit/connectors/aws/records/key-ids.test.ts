import { describe, expect, it } from 'vitest';
import { isKeyId, keyKind, uniqueEventId } from '../../../../../connectors/aws/records/key-ids.ts';
import { LONG_KEY, SESSION_KEY } from '../records.ts';

describe('isKeyId', () => {
  it('takes ids of keys', () => {
    expect(isKeyId(LONG_KEY)).toBe(true);
    expect(isKeyId(SESSION_KEY)).toBe(true);
  });

  it.each([
    [`AKIA${'*'.repeat(16)}`],
    [`AKIA${'X'.repeat(16)}`],
    [`AKIA${'XY'.repeat(8)}`],
    ['A'.repeat(21)],
    ['AKIA'],
    [''],
    ['akiaqwertyuiopasdfgh'],
    ['HIDDEN_DUE_TO_SECURITY_REASONS'],
  ])('does not take the mask or scrap %j for a key shared by everybody', (text) => {
    expect(isKeyId(text)).toBe(false);
  });
});

describe('keyKind', () => {
  it.each([
    ['AKIA', 'key'],
    ['ASIA', 'session'],
    ['ABIA', 'token'],
    ['ACCA', 'token'],
  ])('calls %s… a %s, session context or not', (prefix, kind) => {
    expect(keyKind(`${prefix}QWERTYUIOPASDFGH`, true)).toBe(kind);
    expect(keyKind(`${prefix}QWERTYUIOPASDFGH`, false)).toBe(kind);
  });

  it('lets the session context decide for ids of unknown kinds', () => {
    expect(keyKind('0123456789ABCDEFGHIJ', true)).toBe('session');
    expect(keyKind('0123456789ABCDEFGHIJ', false)).toBe('key');
  });
});

describe('uniqueEventId', () => {
  it('keeps ids of events, in lower case when they are UUIDs', () => {
    expect(uniqueEventId('6F1C9D4E-8A3B-4C5D-9E6F-7A8B9C0D1E2F')).toBe('6f1c9d4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f');
    expect(uniqueEventId('SomeService-Event-0042-abc')).toBe('SomeService-Event-0042-abc');
  });

  it.each([
    [''],
    ['00000000-0000-0000-0000-000000000000'],
    ['xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'],
    ['********-****-****-****-************'],
    ['abc'],
    ['a'.repeat(200)],
  ])('leaves %j to the content', (id) => {
    expect(uniqueEventId(id)).toBe('');
  });
});
