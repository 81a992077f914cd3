import { blockContains, type IpBlock, parseBlock, parseIp } from '../core/ip.ts';
import { formatAddress } from './ip.ts';

/** The one spelling of a block: host bits cleared, a single address without its prefix. Null when it is none. */
export function canonicalBlock(text: string): string | null {
  const block = parseBlock(text);
  return block === null ? null : formatBlock(block);
}

/** Compiles blocks into one test. What is no address (host name, '') is in no block. */
export function networkMatcher(blocks: readonly string[]): (address: string) => boolean {
  const parsed = blocks.map(parseBlock).filter((block) => block !== null);
  return (text) => {
    if (parsed.length === 0) return false;
    const address = parseIp(text);
    return address !== null && parsed.some((block) => blockContains(block, address));
  };
}

function formatBlock(block: IpBlock): string {
  const base = formatAddress(block);
  return block.prefix === (block.version === 4 ? 32 : 128) ? base : `${base}/${String(block.prefix)}`;
}
