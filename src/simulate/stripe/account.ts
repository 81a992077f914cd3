/** An event and the moment from which lists show it. */
export interface SimulatedEvent {
  readonly visibleAt: number;
  readonly record: Readonly<Record<string, unknown>> & { readonly id: string; readonly created: number };
}

export interface SimulatedKey {
  readonly secret: string;
  /** `event_read`, `webhook_read`, ...; `*` may do everything. */
  readonly permissions: readonly string[];
  /** From then on it is refused; null while it lives. */
  readonly diesAt: number | null;
  /** A deleted key is unknown afterwards, one that expired is remembered. */
  readonly endsAs?: 'expired' | 'deleted';
  /** `mk_…`, under which an approved app manages it; absent for keys that no API shows. */
  readonly id?: string;
  readonly name?: string;
  /** When somebody had it expire: it is listed so at once. */
  readonly expiredAt?: number;
  /** From when on the permissions before these no longer count. */
  readonly narrowsAt?: number;
  readonly permissionsBefore?: readonly string[];
}

export interface SimulatedEndpoint {
  readonly id: string;
  readonly url: string;
  readonly created: number;
  readonly status: string;
  readonly enabled_events?: readonly string[];
  readonly api_version?: string | null;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Application whose connected accounts it gets events of; null or absent for the account's own. */
  readonly application?: string | null;
}

/** A key that apps on phones got for one customer, for an hour. */
export interface SimulatedEphemeralKey {
  readonly id: string;
  readonly expires: number;
}

export interface SimulatedPayout {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly destination: string;
  readonly status: string;
}

/** Everything that one simulated account holds. Tests and stories write it, the server answers from it. */
export interface SimulatedAccount {
  readonly id: string;
  readonly livemode: boolean;
  readonly keys: SimulatedKey[];
  readonly events: SimulatedEvent[];
  readonly endpoints: SimulatedEndpoint[];
  readonly payouts: SimulatedPayout[];
  readonly activities: Readonly<Record<string, unknown>>[];
  /** Event destinations of API v2, as their list shows them. */
  readonly destinations: (Readonly<Record<string, unknown>> & { readonly id: string })[];
  readonly ephemeralKeys: SimulatedEphemeralKey[];
  /** Ids of the accounts that have connected to this one's application. */
  readonly connected: string[];
  /** Signing secrets of endpoints, shown once. */
  readonly signingSecrets: Map<string, string>;
  /** Id of the application that others connect to; '' without one. */
  application: string;
  /** Payout schedule: `daily`, `manual`, ... */
  schedule: string;
}

export function emptyAccount(id: string, livemode: boolean): SimulatedAccount {
  return {
    id,
    livemode,
    keys: [],
    events: [],
    endpoints: [],
    payouts: [],
    activities: [],
    destinations: [],
    ephemeralKeys: [],
    connected: [],
    signingSecrets: new Map(),
    application: '',
    schedule: 'daily',
  };
}
