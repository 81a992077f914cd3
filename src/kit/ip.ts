import { type IpAddress, parseIp, parseIpv4 } from '../core/ip.ts';

/**
 * One spelling per address: dotted quad, or RFC 5952 for IPv6. Null when it is no address:
 * `035.1.2.3` (octal to some, decimal to others) and host names are none.
 */
export function canonicalAddress(text: string): string | null {
  // The strict reading leaves IPv4 with one spelling; audit records are full of it.
  if (parseIpv4(text) >= 0) return text;
  const address = parseIp(text);
  return address === null ? null : formatAddress(address);
}

export function formatAddress({ version, value }: IpAddress): string {
  return version === 4 ? parts(value, 4, 8).join('.') : formatV6(parts(value, 8, 16));
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
function formatV6(groups: readonly number[]): string {
  let start = -1;
  let length = 1;
  for (let at = 0; at < 8; at += 1) {
    let run = 0;
    while (at + run < 8 && groups[at + run] === 0) run += 1;
    if (run > length) {
      start = at;
      length = run;
    }
    at += run;
  }
  const hex = (some: readonly number[]): string => some.map((group) => group.toString(16)).join(':');
  return start === -1 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

/** A number cut into `count` parts of `bits` bits, the highest first. */
function parts(value: bigint, count: number, bits: number): readonly number[] {
  return Array.from({ length: count }, (_, index) =>
    Number((value >> BigInt((count - 1 - index) * bits)) & ((1n << BigInt(bits)) - 1n)),
  );
}
