import type { NetworkInfo } from '../core/network.ts';

/** An alias shortened for reading; both ends stay, where key ids differ. */
export function shortAlias(alias: string, most = 26): string {
  if (alias.length <= most) return alias;
  const tail = Math.floor(most / 3);
  return `${alias.slice(0, most - tail - 1)}…${alias.slice(-tail)}`;
}

/** The last part of a principal: what people call it. */
export function shortActor(actor: string): string {
  return actor.split('/').at(-1) ?? actor;
}

/** `198.51.100.7 (AS64500 Example Hosting, NL)`. */
export function placeText(address: string, networks: ReadonlyMap<string, NetworkInfo>): string {
  if (address === '') return 'an unknown place';
  const info = networks.get(address);
  if (info === undefined) return address;
  const known = [[info.network, info.owner].filter((part) => part !== '').join(' '), info.country].filter(
    (part) => part !== '',
  );
  return known.length === 0 ? address : `${address} (${known.join(', ')})`;
}

/** `a, b, c and 4 more`. */
export function listed(values: readonly string[], most: number): string {
  const rest = values.length - most;
  return rest > 0 ? `${values.slice(0, most).join(', ')} and ${rest} more` : values.join(', ');
}
