import type { CredentialKind } from './event.ts';
import type { SecretRef } from './secret-ref.ts';
import type { Millis } from './time.ts';

export type CredentialState = 'active' | 'inactive' | 'deleted' | 'expired' | 'unknown';

/** One of the names by which a credential is known; `alias` carries its provider: `aws:AKIA…`. */
export interface Credential {
  /** The alias it was first known by; stable, used as its id. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly provider: string;
  readonly account: string;
  readonly kind: CredentialKind;
  /** Principal that the credential speaks for. */
  readonly actor: string;
  readonly session: string;
  readonly state: CredentialState;
  readonly createdAt: Millis | null;
  readonly expiresAt: Millis | null;
  readonly firstSeen: Millis | null;
  readonly lastUsed: Millis | null;
  /** What it may change, as the provider's list said last; absent where none did. */
  readonly powers?: readonly string[];
  /** See `InventoryItem.facts`; absent where no list said any. */
  readonly facts?: CredentialFacts;
}

/** What a connector's actions must know of a credential and its aliases do not say: by name, no secrets. */
export type CredentialFacts = Readonly<Record<string, string>>;

/** Parent and child by one minting event. `key` and `token` children outlive the parent. */
export interface LineageEdge {
  readonly parent: string;
  readonly child: string;
  readonly childKind: CredentialKind;
  readonly childActor: string;
  readonly at: Millis;
  readonly expires: Millis | null;
  readonly eventId: string;
}

/** A row of a provider's own list of credentials. */
export interface InventoryItem {
  readonly alias: string;
  readonly kind: CredentialKind;
  readonly actor: string;
  readonly account: string;
  readonly state: CredentialState;
  readonly createdAt: Millis | null;
  readonly expiresAt: Millis | null;
  /** The provider's last-used stamp, which may lag by hours. */
  readonly lastUsed: Millis | null;
  /** What was used last and from which region, as far as the provider says. */
  readonly lastUsedDetail: string;
  /**
   * What it may change, in the provider's words (`contents:write`): permissions that only read are left out, so that an
   * empty list says that it can do no harm. Absent where the list does not say.
   */
  readonly powers?: readonly string[];
  /**
   * Kept for plans, so that an action knows them even once the credential is gone: where it stands, what it is called.
   * Names and meaning are the connector's own.
   */
  readonly facts?: CredentialFacts;
}

/** What local configuration says about a credential; intruders cannot change it. */
export interface CredentialBinding {
  /** Alias, or a pattern with `*`. */
  readonly match: string;
  readonly name: string;
  readonly owner: string;
  /** CIDR blocks from which use is expected. */
  readonly networks: readonly string[];
  readonly availabilityFirst: boolean;
  readonly protected: boolean;
  readonly consumers: readonly ConsumerBinding[];
  /** Where its secret stands, so that it can be tried whether a replaced one still works. */
  readonly secret?: SecretRef;
}

/** Where a rotated secret is delivered. */
export interface ConsumerBinding {
  /** Connector whose secret store holds it. */
  readonly store: string;
  readonly target: string;
  readonly reload: string;
}
