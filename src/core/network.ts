/** What is known offline about an address. Unknown parts are ''. */
export interface NetworkInfo {
  /** Compared by baselines: `AS64500`, else the surrounding block (`198.51.100.0/24`, `2001:db8::/48`). */
  readonly network: string;
  readonly owner: string;
  readonly country: string;
}

export interface NetworkLookup {
  /** `null` for anything that is no IP address (host names of provider services, '', masked). */
  lookup(address: string): NetworkInfo | null;
  /** Which databases answer, for reports and credits. */
  readonly describe: string;
}
