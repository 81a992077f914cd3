import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AWS_KEYS } from '../../../../connectors/aws/keys.ts';
import { accountOfKeyId } from '../../../../connectors/aws/records/key-account.ts';
import type { KeyFormat } from '../../../../src/core/connector.ts';
import { findKeys, keyKindOf } from '../../../../src/kit/key-scan.ts';

const FORMATS = AWS_KEYS.map((format) => ({ provider: 'aws', format }));
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const format = (id: string): KeyFormat => {
  const found = AWS_KEYS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no key format ${id}`);
  return found;
};

/** A key id of an account, the other way round than the product reads it. */
function keyIdOf(account: bigint, prefix = 'AKIA'): string {
  // One bit that is always set in new ids, 40 bits of account, 7 of anything; then padded to ten characters.
  const bits = (((1n << 40n) | account) << 7n) << 2n;
  const chars = Array.from({ length: 10 }, (_, at) => ALPHABET[Number((bits >> BigInt(45 - 5 * at)) & 31n)]);
  return `${prefix}${chars.join('')}QWERTY`;
}

/** Random-looking text with a seed of its own, so that no scanner takes it for a secret of somebody. */
function base64Of(length: number): string {
  const chars = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return Array.from({ length }, (_, at) => chars[(at * 37 + 11) % 64]).join('');
}

describe('the account in a key id', () => {
  it.each([
    [['ASIAY34FZKBOK', 'MUTVV7A'], '609629065308'],
    [['AKIASP2TPHJSQ', 'H3FJRUX'], '171436882533'],
  ])('is read as published examples say', (parts, account) => {
    expect(accountOfKeyId(parts.join(''))).toBe(account);
  });

  it('is what was put in, for every account', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999n }), (account) => {
        expect(accountOfKeyId(keyIdOf(account))).toBe(account.toString().padStart(12, '0'));
      }),
    );
  });

  it('is not read from old ids, made-up numbers and scrap', () => {
    expect(accountOfKeyId(`AKIA${'I'}${'QWERTYUIOPASDFG'}`)).toBe('');
    expect(accountOfKeyId(`AKIA${'J'}${'QWERTYUIOPASDFG'}`)).toBe('');
    expect(accountOfKeyId(keyIdOf((1n << 40n) - 1n))).toBe('');
    expect(accountOfKeyId('AKIA0000000000000000')).toBe('');
    expect(accountOfKeyId('AKIA')).toBe('');
  });
});

describe('the format of access key ids', () => {
  const ids = format('aws.access-key-id');
  const text = keyIdOf(111_122_223_333n);

  it('finds an id in a text, tells its account, and calls it no secret', () => {
    const [match] = findKeys(`aws_access_key_id = ${text}\n`, FORMATS);
    expect(match).toMatchObject({ text, format: { id: 'aws.access-key-id', sensitivity: 'identifier' } });
    expect(ids.account(text)).toBe('111122223333');
    expect(ids.identifiers(text)).toEqual([text]);
    expect(ids.check(text)).toBe('genuine');
  });

  it('tells samples from what may be real', () => {
    expect(ids.check(['AKIAIOSFODNN7', 'EXAMPLE'].join(''))).toBe('sample');
    expect(ids.check('AKIA0123456789ABCDEF')).toBe('sample');
    expect(ids.check(`AKIAI${'QWERTYUIOPASDFG'}`)).toBe('unknown');
  });

  it('finds none inside longer words', () => {
    expect(findKeys(`x${text}`, FORMATS)).toEqual([]);
    expect(findKeys(`${text}9`, FORMATS)).toEqual([]);
  });
});

describe('the format of secret access keys', () => {
  const secrets = format('aws.secret-access-key');

  it('finds forty characters of base64, which are a secret without a name', () => {
    const text = base64Of(40);
    const [match] = findKeys(`secret: "${text}"`, FORMATS);
    expect(match).toMatchObject({ text, format: { id: 'aws.secret-access-key', sensitivity: 'secret' } });
    expect(secrets.check(text)).toBe('unknown');
    expect(secrets.identifiers(text)).toEqual([]);
    expect(secrets.account(text)).toBe('');
  });

  it.each([
    ['a commit', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['capitals only', 'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMN'],
    ['one of a longer run', base64Of(41)],
    ['a padded digest', `${base64Of(43)}=`],
    ['a short one', base64Of(39)],
  ])('does not find %s', (_what, text) => {
    expect(keyKindOf(text, FORMATS)).toBeNull();
  });

  it('calls monotonous text and documentation a sample', () => {
    expect(secrets.check('aB1aB1aB1aB1aB1aB1aB1aB1aB1aB1aB1aB1aB1a')).toBe('sample');
    expect(secrets.check(`wJalrXUtnFEMI/K7MDENG/bPxRfiCY${'EXAMPLEKEY'}`)).toBe('sample');
  });
});

describe('the formats of tokens', () => {
  it('know a session token by its beginning', () => {
    const text = `IQoJb3JpZ2luX2Vj${base64Of(200)}==`;
    expect(keyKindOf(text, FORMATS)?.format.id).toBe('aws.session-token');
    expect(format('aws.session-token').check(text)).toBe('genuine');
  });

  it('know a Bedrock key and the account in it', () => {
    const inner = Buffer.from(`BedrockAPIKey-a1b2-at-111122223333:${base64Of(60)}`).toString('base64');
    const text = `ABSK${inner}`;
    expect(keyKindOf(text, FORMATS)?.format.id).toBe('aws.bedrock-api-key');
    expect(format('aws.bedrock-api-key').check(text)).toBe('genuine');
    expect(format('aws.bedrock-api-key').account(text)).toBe('111122223333');
    expect(format('aws.bedrock-api-key').check(`ABSK${base64Of(100)}`)).toBe('sample');
  });

  it('know a short-term Bedrock key and the key that signed it', () => {
    const signer = keyIdOf(111_122_223_333n, 'ASIA');
    const request = `bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Credential=${signer}%2F20261123%2Fus-east-1`;
    const text = `bedrock-api-key-${Buffer.from(request).toString('base64')}`;
    const known = format('aws.bedrock-session-key');
    expect(keyKindOf(text, FORMATS)?.format.id).toBe('aws.bedrock-session-key');
    expect(known.identifiers(text)).toEqual([signer]);
    expect(known.account(text)).toBe('111122223333');
    expect(known.check(text)).toBe('genuine');
    expect(known.identifiers(`bedrock-api-key-${base64Of(100)}`)).toEqual([]);
  });
});
