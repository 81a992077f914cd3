import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/kit/redact.ts';

const BASE62 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
const BASE64 = [...BASE62, '+', '/'];
const random = (alphabet: readonly string[], length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((characters) => characters.join(''));
const around = fc.constantFrom('', ' ', 'key ', '"', ': ', '(', ', ');
const keyId = random([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'], 16).map((tail) => `AKIA${tail}`);

describe('redact', () => {
  it('masks any secret beside its key id', () => {
    fc.assert(
      fc.property(
        keyId,
        fc.constantFrom(' ', ':', ',', '\t', ' secret: '),
        random(BASE64, 40),
        (id, between, secret) => {
          const safe = redact(`${id}${between}${secret}`);
          expect(safe).not.toContain(secret);
          expect(safe).toContain(id);
        },
      ),
    );
  });

  it('masks any marked key, wherever it stands', () => {
    const prefixes = fc.constantFrom('sk_live_', 'rk_test_', 'whsec_', 'vendor_pat_', 'app-token-');
    fc.assert(
      fc.property(around, prefixes, random(BASE62, 32), around, (before, prefix, tail, after) => {
        expect(redact(`${before}${prefix}${tail}${after}`)).not.toContain(tail);
      }),
    );
  });

  it('masks nearly every bare secret of 40 characters: the rest are those that read like words', () => {
    const kept = fc
      .sample(random(BASE64, 40), { numRuns: 1000, seed: 7 })
      .filter((secret) => redact(`x ${secret} y`).includes(secret));

    expect(kept.length).toBeLessThan(50);
  });

  it('changes nothing that it has masked already', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), random(BASE64, 40), keyId, fc.webUrl({ withQueryParameters: true })), {
          maxLength: 5,
        }),
        (parts) => {
          const once = redact(parts.join(' '));
          expect(redact(once)).toBe(once);
        },
      ),
    );
  });

  it('leaves UUIDs and hashes alone', () => {
    fc.assert(
      fc.property(fc.uuid(), random([...'0123456789abcdef'], 64), (uuid, hash) => {
        expect(redact(`event ${uuid} sha256 ${hash}`)).toBe(`event ${uuid} sha256 ${hash}`);
      }),
    );
  });
});
