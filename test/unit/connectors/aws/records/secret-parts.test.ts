import { describe, expect, it } from 'vitest';
import { mergeParts } from '../../../../../connectors/aws/records/secret-parts.ts';
import { Secret } from '../../../../../src/core/secret.ts';

const pair = { AccessKeyId: new Secret('id'), SecretAccessKey: new Secret('secret') };

describe('putting a new key into the text of a secret', () => {
  it.each([
    [
      { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' },
      { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' },
    ],
    [
      { accessKeyId: 'x', secretAccessKey: 'y' },
      { accessKeyId: 'id', secretAccessKey: 'secret' },
    ],
    [
      { 'access-key-id': 'x', 'secret-access-key': 'y' },
      { 'access-key-id': 'id', 'secret-access-key': 'secret' },
    ],
  ])('keeps the spelling of %j', (before, after) => {
    expect(JSON.parse(mergeParts(JSON.stringify(before), pair))).toEqual(after);
  });

  it('keeps what it does not know', () => {
    const text = JSON.stringify({ host: 'db', port: 5432, nested: { a: [1] } });

    expect(JSON.parse(mergeParts(text, pair))).toEqual({
      host: 'db',
      port: 5432,
      nested: { a: [1] },
      AccessKeyId: 'id',
      SecretAccessKey: 'secret',
    });
  });

  it('replaces a plain text by the part alone', () => {
    expect(mergeParts('old-token', { token: new Secret('new-token') })).toBe('new-token');
  });

  it('replaces a plain text by JSON when there are several parts', () => {
    expect(JSON.parse(mergeParts('old', pair))).toEqual({ AccessKeyId: 'id', SecretAccessKey: 'secret' });
  });

  it('takes a JSON list or number for plain text', () => {
    expect(mergeParts('[1]', { token: new Secret('t') })).toBe('t');
    expect(mergeParts('42', { token: new Secret('t') })).toBe('t');
  });
});
