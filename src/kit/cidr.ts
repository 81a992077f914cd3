import { type AddressBytes, formatAddress, parseAddress } from './ip.ts';

/** A block of addresses: those that share the first `prefix` bits with `base`. */
export interface Cidr {
  /** First address of the block, 4 or 16 bytes. */
  readonly base: AddressBytes;
  readonly prefix: number;
}

const PREFIX = /^(?:0|[1-9]\d{0,2})$/;

/**
 * `198.51.100.0/24`, `2001:db8::/48`, or one address. Null when it is neither. Bits behind
 * the prefix are cleared; `formatCidr` of the result tells whether there were any.
 */
export function parseCidr(text: string): Cidr | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash === -1 ? text : text.slice(0, slash));
  if (address === null) return null;
  const bits = address.length * 8;
  if (slash === -1) return { base: address, prefix: bits };
  const digits = text.slice(slash + 1);
  if (!PREFIX.test(digits) || Number(digits) > bits) return null;
  return { base: masked(address, Number(digits)), prefix: Number(digits) };
}

/** The one spelling of a block; a single address is written without its prefix. */
export function formatCidr(cidr: Cidr): string {
  const base = formatAddress(cidr.base);
  return cidr.prefix === cidr.base.length * 8 ? base : `${base}/${String(cidr.prefix)}`;
}

export function cidrContains(cidr: Cidr, address: AddressBytes): boolean {
  if (address.length !== cidr.base.length) return false;
  const whole = cidr.prefix >> 3;
  for (let index = 0; index < whole; index += 1) if (address[index] !== cidr.base[index]) return false;
  const mask = 0xff & (0xff00 >> (cidr.prefix & 7));
  return ((address[whole] ?? 0) & mask) === ((cidr.base[whole] ?? 0) & mask);
}

/** Compiles blocks into one test. What is no address (host name, '') is in no block. */
export function networkMatcher(blocks: readonly string[]): (address: string) => boolean {
  const cidrs = blocks.map(parseCidr).filter((cidr) => cidr !== null);
  return (text) => {
    const address = parseAddress(text);
    return address !== null && cidrs.some((cidr) => cidrContains(cidr, address));
  };
}

function masked(address: AddressBytes, prefix: number): AddressBytes {
  return address.map((byte, index) => byte & (0xff00 >> Math.max(0, Math.min(8, prefix - 8 * index))) & 0xff);
}
