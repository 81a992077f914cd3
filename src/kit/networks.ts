import type { IpAddress } from '../core/ip.ts';
import { blockContains, parseBlock, parseIp } from '../core/ip.ts';
import type { NetworkInfo, NetworkLookup } from '../core/network.ts';
import { formatAddress } from './ip.ts';

/** Addresses that no registry gives to anybody, with the words for their owner. */
const SPECIAL: readonly (readonly [string, string])[] = [
  ['10.0.0.0/8', 'private network'],
  ['172.16.0.0/12', 'private network'],
  ['192.168.0.0/16', 'private network'],
  ['100.64.0.0/10', 'carrier-shared network'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['fc00::/7', 'private network'],
  ['fe80::/10', 'link-local'],
  ['::1/128', 'loopback'],
];
const SPECIAL_BLOCKS = SPECIAL.flatMap(([text, owner]) => {
  const block = parseBlock(text);
  return block === null ? [] : [{ block, owner }];
});

/** Blocks that belong together: a site gets a /24 or a /48, a private network is a /16 at most. */
const PREFIX = { 4: 24, 6: 48, private: 16 } as const;

/** Networks without any database: the block around an address. */
export function blockNetworks(): NetworkLookup {
  return { describe: 'address blocks (no network database)', lookup: (address) => blockInfo(address) };
}

/** The block around an address; null for what is no address or names nobody (`0.0.0.0`). */
export function blockInfo(address: string): NetworkInfo | null {
  const ip = parseIp(address);
  if (ip === null || ip.value === 0n) return null;
  const special = specialOwner(ip);
  const prefix = ip.version === 6 ? PREFIX[6] : special === null ? PREFIX[4] : PREFIX.private;
  return { network: blockAround(ip, prefix), owner: special ?? '', country: '' };
}

/** Owner words of a special-purpose address, null for an ordinary one. */
export function specialOwner(ip: IpAddress): string | null {
  return SPECIAL_BLOCKS.find(({ block }) => blockContains(block, ip))?.owner ?? null;
}

function blockAround(ip: IpAddress, prefix: number): string {
  const hostBits = BigInt((ip.version === 4 ? 32 : 128) - prefix);
  const value = (ip.value >> hostBits) << hostBits;
  return `${formatAddress({ version: ip.version, value })}/${prefix}`;
}
