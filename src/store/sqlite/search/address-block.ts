import { BlockList, isIP } from 'node:net';
import { AppError } from '../../../core/errors.ts';

/**
 * A test for the addresses of a block (`198.51.100.0/24`, `2001:db8::/48`), or null when the
 * text is no block and only equality can be meant. Host names are in no block.
 * @throws AppError when it is written like a block but is none
 */
export function addressBlock(text: string): ((address: string) => boolean) | null {
  const slash = text.indexOf('/');
  const base = slash === -1 ? text : text.slice(0, slash);
  const version = isIP(base);
  if (version === 0) {
    if (slash === -1) return null;
    throw badBlock(text);
  }
  const bits = version === 4 ? 32 : 128;
  const prefix = slash === -1 ? bits : Number(text.slice(slash + 1));
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > bits || text.endsWith('/')) throw badBlock(text);
  const list = new BlockList();
  list.addSubnet(base, prefix, version === 4 ? 'ipv4' : 'ipv6');
  return (address) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
}

function badBlock(text: string): AppError {
  return new AppError(`'${text}' is no block of addresses.`, {
    code: 'BAD_ADDRESS',
    kind: 'bad-input',
    hint: 'Write an address (192.0.2.7) or a block (192.0.2.0/24, 2001:db8::/48).',
  });
}
