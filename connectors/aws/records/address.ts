import { canonicalAddress } from '../../../src/kit/ip.ts';

/** Where a call came from: an address that can be looked up, or the service that acted. */
export interface Origin {
  /** Canonical IP address, host name of an AWS service, or ''. */
  readonly address: string;
  /** The AWS service that acted for the caller, '' when the caller came by itself. */
  readonly via: string;
}

/** A host name of the provider's own services; nobody else can appear under one in this field. */
const SERVICE_HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal|aws\.com)$/;

/**
 * Reads `sourceIPAddress`, which holds an IPv4 or IPv6 address, a service host name, or
 * `AWS Internal`. Rules: leading zeros of decimal octets are dropped (`035.249.253.232`); the
 * unspecified addresses (`0.0.0.0`, `::`) are what anonymisers write, so they are no address;
 * IPv4 mapped into IPv6 becomes IPv4; whatever is left is '' and stands in the raw record only.
 * @param invokedBy the identity's `invokedBy`, '' when absent
 */
export function originOf(source: string, invokedBy: string): Origin {
  const first = source.charCodeAt(0);
  if (first >= 48 && first <= 57 && !source.includes(':')) return { address: canonicalIPv4(source), via: invokedBy };
  if (source === 'AWS Internal') return { address: '', via: invokedBy === '' ? source : invokedBy };
  if (source.includes(':')) return { address: canonicalIPv6(source), via: invokedBy };
  const host = source.toLowerCase();
  if (SERVICE_HOST.test(host)) return { address: host, via: invokedBy === '' ? host : invokedBy };
  return { address: '', via: invokedBy };
}

/** The dotted quad without leading zeros, '' when it is none or names nobody. */
export function canonicalIPv4(text: string): string {
  let octets = 0;
  let value = -1;
  let digits = 0;
  let padded = false;
  let anything = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? 46 : text.charCodeAt(at);
    if (code === 46) {
      if (digits === 0 || digits > 3 || value > 255) return '';
      anything |= value;
      octets += 1;
      value = -1;
      digits = 0;
    } else if (code >= 48 && code <= 57) {
      if (digits === 1 && value === 0) padded = true;
      value = (digits === 0 ? 0 : value * 10) + code - 48;
      digits += 1;
    } else return '';
  }
  if (octets !== 4 || anything === 0) return '';
  return padded ? text.split('.').map(Number).join('.') : text;
}

/** RFC 5952 form, IPv4 for an IPv4 address in IPv6 clothes, '' when it is none or names nobody. */
function canonicalIPv6(text: string): string {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const canonical = canonicalAddress(bare) ?? '';
  return canonical === '::' || canonical === '0.0.0.0' ? '' : canonical;
}
