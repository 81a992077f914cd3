import type { CredentialBinding } from '../core/credential.ts';
import type { IpBlock } from '../core/ip.ts';
import { blockContains, parseBlock, parseIp } from '../core/ip.ts';
import type { Node } from './lineage.ts';

/** Finds what local configuration says about a credential: by alias, bare identifier, or pattern with `*`. */
export function bindingFinder(bindings: readonly CredentialBinding[]): (node: Node) => CredentialBinding | null {
  if (bindings.length === 0) return () => null;
  const tests = bindings.map((binding) => ({ binding, expression: patternOf(binding.match) }));
  const cache = new WeakMap<Node, CredentialBinding | null>();
  return (node) => {
    const known = cache.get(node);
    if (known !== undefined) return known;
    const bare = node.id.slice(node.id.indexOf(':') + 1);
    const found = tests.find(({ expression }) => expression.test(node.id) || expression.test(bare))?.binding ?? null;
    cache.set(node, found);
    return found;
  };
}

const blocksOf = new WeakMap<CredentialBinding, readonly IpBlock[]>();

/** Whether an address lies in the networks that the binding expects; null when it names none. */
export function isExpected(binding: CredentialBinding | null, address: string): boolean | null {
  if (binding === null || binding.networks.length === 0) return null;
  const blocks = blocksOf.get(binding) ?? binding.networks.flatMap((text) => parseBlock(text) ?? []);
  blocksOf.set(binding, blocks);
  const ip = parseIp(address);
  return ip !== null && blocks.some((block) => blockContains(block, ip));
}

function patternOf(match: string): RegExp {
  const source = match.split('*').map((part) => part.replace(/[\\^$+?.()|[\]{}]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`);
}
