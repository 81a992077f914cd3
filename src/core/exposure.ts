import type { CredentialKind } from './event.ts';
import type { Millis } from './time.ts';

/** Evidence that a credential's secret left its place. */
export interface Exposure {
  /** Deterministic: the same report twice is one exposure. */
  readonly id: string;
  /** Alias of the credential where it could be told, else ''. */
  readonly credential: string;
  /** What kind of credential it is, where the form of the secret tells. */
  readonly credentialKind?: CredentialKind;
  /** Keyed HMAC of the literal where it was seen, else ''. */
  readonly fingerprint: string;
  /** `manual`, `scanner-report`, `provider-quarantine`, `secret-scanning`, ... */
  readonly origin: string;
  readonly summary: string;
  /** Where it was found (repository, file, address). Written by others: escape on output. */
  readonly place: string;
  readonly public: boolean;
  /** True when the secret itself was seen by someone; an id alone proves nothing. */
  readonly secretSeen: boolean;
  /** True when whoever reported it said that the secret does not work any more. */
  readonly spent?: boolean;
  /** The earliest moment at which the secret can have been read by others. */
  readonly exposedAt: Millis;
  readonly reportedAt: Millis;
}
