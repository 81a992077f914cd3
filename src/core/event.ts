import type { Secret } from './secret.ts';
import type { Millis } from './time.ts';

/** What an action does, in words that hold for every provider. */
export const VERBS = [
  'read',
  'write',
  'grant',
  'mint',
  'delete',
  'disable-logging',
  'authenticate',
  'deny',
  'unknown',
] as const;
export type Verb = (typeof VERBS)[number];

/**
 * What detectors need to know about an action beyond its verb. A connector's normalizer
 * attaches them; detectors never see provider action names.
 *
 * - `identity-check`: asks "who am I" (the usual first call on a stolen key)
 * - `enumerate`: lists or describes what exists
 * - `secret-read`: returns a secret's value
 * - `policy-write`: changes who may do what
 * - `credential-write`: creates, changes or removes a credential
 * - `logging`: touches the audit trail itself
 * - `usage-stamp`: coarse event made from a last-used stamp, not from an audit record
 * - `money`: moves money or says where it goes
 * - `payment`: tries to take money from a card or account of a customer, or to save one for that; the first target is
 *   the card or account
 * - `refund`: gives a customer money back; the first target is the payment
 * - `money-out`: sends money away because somebody asked for it; the first target is the destination
 * - `money-route`: adds or changes a destination for money; the first target is the destination
 * - `clone`: takes a copy of source code or bulk data
 */
export const TRAITS = [
  'identity-check',
  'enumerate',
  'secret-read',
  'policy-write',
  'credential-write',
  'logging',
  'usage-stamp',
  'money',
  'payment',
  'refund',
  'money-out',
  'money-route',
  'clone',
] as const;
export type Trait = (typeof TRAITS)[number];

/** `denied` is a refusal of permission; `failed` is every other error. */
export type Outcome = 'success' | 'denied' | 'failed';

export type ActorKind = 'user' | 'role' | 'workload' | 'root' | 'service' | 'federated' | 'account' | 'app' | 'unknown';

/**
 * `session` is temporary; `key` and `token` live until somebody ends them. An `oauth-token` is what a user let an app
 * have: whoever holds the app's own secret can renew or end it.
 */
export type CredentialKind =
  | 'key'
  | 'session'
  | 'token'
  | 'oauth-token'
  | 'app-token'
  | 'password'
  | 'ssh-key'
  | 'webhook-secret'
  | 'none';

/** A credential made by an event: one edge of the lineage. */
export interface Minted {
  /** The log-side identifier without provider prefix, e.g. a key id. */
  readonly alias: string;
  readonly kind: CredentialKind;
  /** For whom it was made, as an actor id, or '' when it is the caller. */
  readonly actor: string;
  /** When it expires by itself, or null. */
  readonly expires: Millis | null;
}

/**
 * One normalized audit record: who, with which credential, did what, to what, from where,
 * with what outcome. Strings are '' where the record does not say.
 */
export interface UsageEvent {
  readonly time: Millis;
  /** The provider's own id of the record, '' where it has none (then the content decides what is a duplicate). */
  readonly nativeId: string;
  readonly provider: string;
  readonly account: string;
  readonly region: string;
  readonly actorKind: ActorKind;
  /** Stable principal (user or role), never the session: `arn:aws:iam::111122223333:role/deploy`. */
  readonly actor: string;
  /** Caller-chosen session name, '' for long-lived identities. Never trusted as identity. */
  readonly session: string;
  /** Log-side identifier of the credential as the record shows it, '' where it shows none. */
  readonly credential: string;
  readonly credentialKind: CredentialKind;
  /** Other identifiers of the same credential that the record shows, as lists and reports may know it by those. */
  readonly aliases?: readonly string[];
  /** IP address in canonical form, or the host name of a provider's own service, or ''. */
  readonly address: string;
  readonly agent: string;
  /** The provider's service that acted on behalf of the caller, '' when the caller acted. */
  readonly via: string;
  readonly service: string;
  readonly action: string;
  readonly verb: Verb;
  readonly traits: readonly Trait[];
  readonly outcome: Outcome;
  readonly errorCode: string;
  /** What it was done to; the first is the one that search and sweeps count. */
  readonly targets: readonly string[];
  readonly minted: readonly Minted[];
  /** The request that caused it, left out where no other record tells of the same one. */
  readonly request?: RequestRef;
  /** How much of what, left out where nothing depends on it. */
  readonly amount?: Amount;
}

/** A request of the provider that several records may tell of: one what was done, another by which credential. */
export interface RequestRef {
  readonly id: string;
  /** True where the provider itself says in this record who made it; what a caller says of itself is no name. */
  readonly named: boolean;
}

/** A whole number of the smallest units of something: 1234 of `eur`, for people `12.34 EUR`. */
export interface Amount {
  readonly value: number;
  readonly unit: string;
  readonly text: string;
}

/** What a normalizer makes of one record. Nothing is dropped without a reason. */
export type Normalized =
  | {
      readonly kind: 'event';
      readonly event: UsageEvent;
      readonly notes: readonly Note[];
      /** Secrets that the record shows in clear; turned into notes and dropped at once. */
      readonly leaks?: readonly LeakedLiteral[];
    }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'unparsed'; readonly reason: string };

/**
 * A secret that stands in a record, of whichever provider. Only the offline formats of all connectors can tell
 * whose it is, so the decoder names the credential in the notes; the literal goes no further than that.
 */
export interface LeakedLiteral {
  readonly literal: Secret;
  readonly note: Extract<Note, { kind: 'exposure' }>;
  /** What the provider says of that same credential beside it. */
  readonly signal: Extract<Note, { kind: 'provider-signal' }> | null;
}

/**
 * What a record says beyond usage: evidence by the provider itself that a secret left its
 * place (`exposure`) or that something is wrong (`provider-signal`).
 */
export type Note =
  | {
      readonly kind: 'exposure';
      /** Log-side identifier of the credential, or '' when only the actor is known. */
      readonly alias: string;
      /** Connector whose credential it is, where that is not the record's own. */
      readonly provider?: string;
      /** What kind of credential it is, where its form tells. */
      readonly credentialKind?: CredentialKind;
      readonly actor: string;
      readonly origin: string;
      readonly summary: string;
      readonly place: string;
      readonly public: boolean;
      /** True when whoever reports it says that the secret does not work any more. */
      readonly spent?: boolean;
    }
  | {
      readonly kind: 'provider-signal';
      readonly alias: string;
      /** As in an exposure. */
      readonly provider?: string;
      readonly actor: string;
      /** The provider's own type of finding. */
      readonly type: string;
      readonly severity: Severity;
      readonly summary: string;
    };

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Alias of a credential as stored and shown: `<provider>:<log-side identifier>`. */
export function aliasOf(provider: string, identifier: string): string {
  return `${provider}:${identifier}`;
}
