import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockContains, type IpAddress, parseBlock, parseIp } from '../../src/core/ip.ts';
import { canonicalBlock, networkMatcher } from '../../src/kit/cidr.ts';
import { canonicalAddress, formatAddress } from '../../src/kit/ip.ts';

const address: fc.Arbitrary<IpAddress> = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((value) => ({ version: 4 as const, value })),
  // Above the range of IPv4 in IPv6 clothes, which reads back as IPv4.
  fc.bigInt({ min: 2n ** 96n, max: 2n ** 128n - 1n }).map((value) => ({ version: 6 as const, value })),
  fc.constantFrom(0n, 1n, 2n ** 128n - 1n, 0x2001_0db8n << 96n).map((value) => ({ version: 6 as const, value })),
);

const lengthOf = (one: IpAddress): number => (one.version === 4 ? 32 : 128);

/** Bits of an address as text: slow and plainly right. */
const bits = (one: IpAddress): string => one.value.toString(2).padStart(lengthOf(one), '0');

describe('addresses', () => {
  it('come back from their text', () => {
    fc.assert(
      fc.property(address, (one) => {
        expect(parseIp(formatAddress(one))).toEqual(one);
      }),
    );
  });

  it('have one spelling, however they were written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), fc.ipV4()), (text) => {
        const canonical = canonicalAddress(text);

        expect(canonical).not.toBeNull();
        expect(canonicalAddress(canonical ?? '')).toBe(canonical);
        expect(canonicalAddress(text.toUpperCase())).toBe(canonical);
        expect(parseIp(canonical ?? '')).toEqual(parseIp(text));
      }),
    );
  });

  it('are written as RFC 5952 wants: lower case, no leading zeros, at most one gap, none for a single group', () => {
    fc.assert(
      fc.property(address, (one) => {
        const text = formatAddress(one);
        if (one.version === 4) return;
        expect(text).toBe(text.toLowerCase());
        expect(text.split('::').length).toBeLessThanOrEqual(2);
        expect(text).not.toMatch(/(?:^|:)0[\da-f]/);
        expect(text.split(':').filter((group) => group !== '').length).not.toBe(text.includes('::') ? 7 : 0);
      }),
    );
  });

  it('never make the parsers throw', () => {
    const nearly = fc.string({ unit: fc.constantFrom('1', '0', 'f', ':', '.', '/', '%', ' '), maxLength: 50 });
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearly), (text) => {
        canonicalAddress(text);
        canonicalBlock(text);
      }),
    );
  });
});

describe('blocks', () => {
  it('contain an address exactly when the leading bits agree', () => {
    const cases = address.chain((base) =>
      fc.tuple(fc.constant(base), fc.nat(lengthOf(base)), fc.oneof(address, oneBitAway(base))),
    );
    fc.assert(
      fc.property(cases, ([base, prefix, tried]) => {
        const text = `${formatAddress(base)}/${String(prefix)}`;
        const expected = base.version === tried.version && bits(base).slice(0, prefix) === bits(tried).slice(0, prefix);

        const block = parseBlock(text);

        expect(block !== null && blockContains(block, tried)).toBe(expected);
        expect(networkMatcher([text])(formatAddress(tried))).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('come back from their one spelling', () => {
    fc.assert(
      fc.property(address, fc.nat(), (base, any) => {
        const text = `${formatAddress(base)}/${String(any % (lengthOf(base) + 1))}`;
        const canonical = canonicalBlock(text) ?? '';

        expect(parseBlock(canonical)).toEqual(parseBlock(text));
        expect(canonicalBlock(canonical)).toBe(canonical);
      }),
    );
  });
});

/** The hard cases at the edge of a block. */
function oneBitAway(base: IpAddress): fc.Arbitrary<IpAddress> {
  return fc.nat(lengthOf(base) - 1).map((bit) => ({ ...base, value: base.value ^ (1n << BigInt(bit)) }));
}
