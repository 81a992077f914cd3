/** An IP address as a number of 32 or 128 bits. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** A CIDR block; `value` has its host bits cleared. */
export interface IpBlock extends IpAddress {
  readonly prefix: number;
}

const OCTETS = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

const PREFIX = /^(?:0|[1-9]\d{0,2})$/;

/**
 * IPv4 as an unsigned 32-bit number, or -1. Octets with leading zeros are refused: they are
 * masked or octal, and reading them either way would invent an address.
 */
export function parseIpv4(text: string): number {
  const match = OCTETS.exec(text);
  if (match === null) return -1;
  let value = 0;
  for (let part = 1; part <= 4; part += 1) {
    const digits = match[part] ?? '';
    const octet = Number(digits);
    if (octet > 255 || (digits.length > 1 && digits.startsWith('0'))) return -1;
    value = value * 256 + octet;
  }
  return value;
}

/** Null for everything that is no literal address. IPv4 inside IPv6 (`::ffff:…`) becomes IPv4. */
export function parseIp(text: string): IpAddress | null {
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value < 0 ? null : { version: 4, value: BigInt(value) };
  }
  const value = parseIpv6(text);
  if (value === null) return null;
  return value >> 32n === 0xffffn ? { version: 4, value: value & 0xffffffffn } : { version: 6, value };
}

/** `198.51.100.0/24`, or an address alone as a block of one. */
export function parseBlock(text: string): IpBlock | null {
  const slash = text.indexOf('/');
  const address = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const bits = address.version === 4 ? 32 : 128;
  const digits = slash < 0 ? String(bits) : text.slice(slash + 1);
  // `Number('')` is 0: a forgotten length must not become the whole internet.
  if (!PREFIX.test(digits) || Number(digits) > bits) return null;
  const prefix = Number(digits);
  const hostBits = BigInt(bits - prefix);
  return { version: address.version, value: (address.value >> hostBits) << hostBits, prefix };
}

const PRIVATE: readonly IpBlock[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
].flatMap((text) => parseBlock(text) ?? []);

/** Addresses that everybody may use inside, among them those shared by carriers: they say nothing about the internet. */
export function isPrivate(address: IpAddress): boolean {
  return PRIVATE.some((block) => blockContains(block, address));
}

export function blockContains(block: IpBlock, address: IpAddress): boolean {
  if (block.version !== address.version) return false;
  const hostBits = BigInt((block.version === 4 ? 32 : 128) - block.prefix);
  return block.value >> hostBits === address.value >> hostBits;
}

function parseIpv6(text: string): bigint | null {
  const zone = text.indexOf('%');
  const literal = zone < 0 ? text : text.slice(0, zone);
  const halves = literal.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  let value = 0n;
  for (const group of [...head, ...new Array<number>(missing).fill(0), ...tail]) value = (value << 16n) | BigInt(group);
  return value;
}

/** @param last whether the address ends with this text: only there may a dotted quad stand */
function groupsOf(text: string, last: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      const value = last && index === parts.length - 1 ? parseIpv4(part) : -1;
      if (value < 0) return null;
      groups.push(Math.floor(value / 65_536), value % 65_536);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return null;
    }
  }
  return groups;
}
