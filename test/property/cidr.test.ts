import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cidrContains, formatCidr, parseCidr } from '../../src/kit/cidr.ts';
import { formatAddress, parseAddress } from '../../src/kit/ip.ts';

const address = fc.oneof(
  fc.uint8Array({ minLength: 4, maxLength: 4 }),
  fc.uint8Array({ minLength: 16, maxLength: 16 }).filter((bytes) => bytes[0] !== 0),
);

/** Bits of an address as text: slow and plainly right. */
function bits(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

describe('addresses', () => {
  it('come back from their text', () => {
    fc.assert(
      fc.property(address, (bytes) => {
        expect(parseAddress(formatAddress(bytes))).toEqual(bytes);
      }),
    );
  });

  it('have one spelling, however they were written', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const bytes = parseAddress(text);
        expect(bytes).not.toBeNull();
        if (bytes === null) return;
        const written = formatAddress(bytes);
        expect(formatAddress(parseAddress(written) ?? new Uint8Array())).toBe(written);
      }),
    );
  });

  it('never make the parser throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseCidr(text);
      }),
    );
  });
});

describe('blocks', () => {
  it('contain an address exactly when the leading bits agree', () => {
    const cases = address.chain((bytes) =>
      fc.tuple(
        fc.constant(bytes),
        fc.integer({ min: 0, max: bytes.length * 8 }),
        fc.oneof(fc.uint8Array({ minLength: bytes.length, maxLength: bytes.length }), near(bytes)),
      ),
    );
    fc.assert(
      fc.property(cases, ([base, prefix, tried]) => {
        const cidr = parseCidr(`${formatAddress(base)}/${String(prefix)}`);
        expect(cidr).not.toBeNull();
        if (cidr === null) return;
        expect(cidrContains(cidr, tried)).toBe(bits(base).slice(0, prefix) === bits(tried).slice(0, prefix));
      }),
      { numRuns: 500 },
    );
  });

  it('come back from their text', () => {
    fc.assert(
      fc.property(address, fc.nat(), (base, any) => {
        const prefix = any % (base.length * 8 + 1);
        const cidr = parseCidr(`${formatAddress(base)}/${String(prefix)}`);
        expect(cidr === null ? null : parseCidr(formatCidr(cidr))).toEqual(cidr);
      }),
    );
  });
});

/** The same address with one bit turned: the hard cases at the edge of a block. */
function near(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.nat(bytes.length * 8 - 1).map((bit) => {
    const copy = bytes.slice();
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
    return copy;
  });
}
