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
}

export interface SimulatedEndpoint {
  readonly id: string;
  readonly url: string;
  readonly created: number;
  readonly status: string;
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
  /** Payout schedule: `daily`, `manual`, ... */
  schedule: string;
}

export function emptyAccount(id: string, livemode: boolean): SimulatedAccount {
  return { id, livemode, keys: [], events: [], endpoints: [], payouts: [], activities: [], schedule: 'daily' };
}
