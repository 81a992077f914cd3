import { readFileSync } from 'node:fs';
import { Reader } from 'mmdb-lib';
import type { IpAddress } from '../core/ip.ts';
import { blockContains, parseBlock, parseIp } from '../core/ip.ts';
import type { NetworkInfo, NetworkLookup } from '../core/network.ts';
import { asnTable } from './asn-table.ts';
import { formatAddress } from './ip.ts';
import type { NetworkFiles } from './network-files.ts';

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
const SITE_PREFIX = { 4: 24, 6: 48 } as const;
const PRIVATE_PREFIX = 16;
const MAX_CACHED = 20_000;

/** Networks without any database: the block around an address. */
export function blockNetworks(): NetworkLookup {
  return { describe: 'address blocks (no network database)', lookup: (address) => blockInfo(address) };
}

/**
 * Networks from open databases or files of one's own. Files are read when the first address asks
 * for them; what they do not know falls back to the block.
 */
export function loadNetworks(files: NetworkFiles): NetworkLookup {
  const asn = asnLookup(files);
  const country = files.country === '' ? null : mmdb(files.country, countryOf);
  const cache = new Map<string, NetworkInfo | null>();
  const parts = [
    asn === null
      ? 'address blocks'
      : files.asnMmdb === ''
        ? 'AS numbers by Route Views and DB-IP (CC BY 4.0)'
        : files.asnMmdb,
    ...(country === null ? [] : ['countries by DB-IP, db-ip.com (CC BY 4.0)']),
  ];
  return {
    describe: parts.join(', '),
    lookup(address) {
      const known = cache.get(address);
      if (known !== undefined) return known;
      if (cache.size >= MAX_CACHED) cache.clear();
      const info = databaseInfo(address, asn, country);
      cache.set(address, info);
      return info;
    },
  };
}

type Find<T> = (address: string) => T | null;
interface System {
  readonly number: number;
  readonly owner: string;
}

function databaseInfo(address: string, asn: Find<System> | null, country: Find<string> | null): NetworkInfo | null {
  const block = blockInfo(address);
  if (block === null || block.owner !== '') return block;
  const system = asn?.(address) ?? null;
  const network = system === null ? block.network : `AS${system.number}`;
  return { network, owner: system?.owner ?? '', country: country?.(address) ?? '' };
}

function asnLookup(files: NetworkFiles): Find<System> | null {
  if (files.asnMmdb !== '') return mmdb(files.asnMmdb, systemOf);
  if (files.asnV4 === '' || files.asnV6 === '') return null;
  const table = asnTable(
    () => readFileSync(files.asnV4),
    () => readFileSync(files.asnV6),
  );
  return (address) => table.find(address);
}

function mmdb<T>(path: string, read: (entry: object) => T | null): Find<T> {
  // The reader's own types name only MaxMind's shapes; entries of others are read by field.
  let reader: Reader<never> | null = null;
  return (address) => {
    reader ??= new Reader(readFileSync(path));
    const entry: object | null = reader.get(address);
    return entry === null ? null : read(entry);
  };
}

function countryOf(entry: object): string | null {
  if ('country_code' in entry) return String(entry.country_code);
  if (!('country' in entry) || typeof entry.country !== 'object' || entry.country === null) return null;
  return 'iso_code' in entry.country ? String(entry.country.iso_code) : null;
}

function systemOf(entry: object): System | null {
  if (!('autonomous_system_number' in entry)) return null;
  const owner = 'autonomous_system_organization' in entry ? String(entry.autonomous_system_organization) : '';
  return { number: Number(entry.autonomous_system_number), owner };
}

/** The block around an address; null for what is no address or names nobody (`0.0.0.0`). */
export function blockInfo(address: string): NetworkInfo | null {
  const ip = parseIp(address);
  if (ip === null || ip.value === 0n) return null;
  const special = specialOwner(ip);
  const prefix = ip.version === 4 && special !== null ? PRIVATE_PREFIX : SITE_PREFIX[ip.version];
  return { network: blockAround(ip, prefix), owner: special ?? '', country: '' };
}

function specialOwner(ip: IpAddress): string | null {
  return SPECIAL_BLOCKS.find(({ block }) => blockContains(block, ip))?.owner ?? null;
}

function blockAround(ip: IpAddress, prefix: number): string {
  const hostBits = BigInt((ip.version === 4 ? 32 : 128) - prefix);
  const value = (ip.value >> hostBits) << hostBits;
  return `${formatAddress({ version: ip.version, value })}/${prefix}`;
}
