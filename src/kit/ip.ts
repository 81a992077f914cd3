/** An address as 4 or 16 bytes. */
export type AddressBytes = Uint8Array;

const V4_PART = /^(?:0|[1-9]\d{0,2})$/;
const V6_PART = /^[\da-fA-F]{1,4}$/;

/**
 * Reads an IPv4 or IPv6 address strictly: `035.1.2.3` (octal to some, decimal to others),
 * zones and host names are null. IPv4 in IPv6 clothes (`::ffff:192.0.2.1`) is IPv4.
 */
export function parseAddress(text: string): AddressBytes | null {
  if (!text.includes(':')) return parseV4(text);
  const bytes = parseV6(text);
  return bytes !== null && isMapped(bytes) ? bytes.slice(12) : bytes;
}

/** One spelling per address: dotted quad, or RFC 5952 for IPv6. Null when it is no address. */
export function canonicalAddress(text: string): string | null {
  const bytes = parseAddress(text);
  return bytes === null ? null : formatAddress(bytes);
}

/** @param bytes 4 or 16 of them */
export function formatAddress(bytes: AddressBytes): string {
  return bytes.length === 4 ? bytes.join('.') : formatV6(bytes);
}

function parseV4(text: string): AddressBytes | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const bytes = new Uint8Array(4);
  for (const [index, part] of parts.entries()) {
    if (!V4_PART.test(part) || Number(part) > 255) return null;
    bytes[index] = Number(part);
  }
  return bytes;
}

function parseV6(text: string): AddressBytes | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

/** 16-bit groups; a dotted quad is allowed at the very end of the address. */
function groupsOf(text: string, atEnd: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (V6_PART.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const quad = atEnd && index === parts.length - 1 ? parseV4(part) : null;
    if (quad === null) return null;
    groups.push(((quad[0] ?? 0) << 8) | (quad[1] ?? 0), ((quad[2] ?? 0) << 8) | (quad[3] ?? 0));
  }
  return groups;
}

function isMapped(bytes: AddressBytes): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
function formatV6(bytes: AddressBytes): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0));
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
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  return start === -1 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}
