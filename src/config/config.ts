import type { CredentialBinding } from '../core/credential.ts';
import type { Severity } from '../core/event.ts';
import type { SecretRef } from '../core/secret-ref.ts';
import type { Millis } from '../core/time.ts';

/** The configuration as the program uses it: parsed, defaults filled in, paths absolute. */
export interface Config {
  readonly database: DatabaseConfig;
  /** By connector id; each value was parsed by the connector's own schema. */
  readonly connectors: Readonly<Record<string, unknown>>;
  readonly credentials: readonly CredentialBinding[];
  readonly schedule: ScheduleConfig;
  /** Where deliveries of providers are taken. */
  readonly receiver?: ReceiverConfig | undefined;
  readonly detection: DetectionConfig;
  readonly alerts: AlertsConfig;
  readonly respond: RespondConfig;
  readonly log: LogConfig;
}

export interface DatabaseConfig {
  readonly path: string;
  /** File with the key under which secrets are fingerprinted; made at first use. */
  readonly fingerprintKey: string;
  /** `keep` stores sanitized copies of records, `pointer` only where the originals are. */
  readonly raw: 'keep' | 'pointer';
  /** Age at which events are dropped, or null for never. */
  readonly retention: Millis | null;
}

export interface ScheduleConfig {
  /** How far back a source is read when it is polled for the first time. */
  readonly backfill: Millis;
  /** Time between two readings of the providers' lists of credentials. */
  readonly inventory: Millis;
  /** Other poll intervals than the sources' own; the first pattern that matches counts. */
  readonly polls: readonly PollOverride[];
}

export interface ReceiverConfig {
  readonly enabled: boolean;
  readonly host: string;
  readonly port: number;
}

export interface PollOverride {
  /** Source id, `*` allowed. */
  readonly source: string;
  readonly every: Millis;
}

export interface DetectionConfig {
  readonly disabledRules: readonly string[];
  /** Folders with Sigma rules beside our own. */
  readonly ruleFolders: readonly string[];
  /** MaxMind-format files that replace the bundled address databases. */
  readonly networkDatabases: readonly string[];
  /** CIDR blocks that the monitor itself calls from; empty when unknown. */
  readonly ownNetworks: readonly string[];
}

export interface AlertsConfig {
  /** How long to collect before the first page about an incident that is not critical. */
  readonly groupWait: Millis;
  /** Between two messages about one incident to one sink, unless it became worse or changed its status. */
  readonly groupInterval: Millis;
  /** An open incident that nobody acknowledged is told again. */
  readonly repeatInterval: Millis;
  /** How long a digest collects. */
  readonly digestWait: Millis;
  /** For one call of one sink. */
  readonly timeout: Millis;
  readonly sinks: readonly SinkConfig[];
  readonly silences: readonly SilenceConfig[];
}

interface SinkCommon {
  readonly id: string;
  /** Incidents below are not told to this sink. */
  readonly minSeverity: Severity;
  /** Live incidents that page a person. */
  readonly pages: boolean;
  /** Everything else, many incidents in one message. */
  readonly digests: boolean;
}

export type SinkConfig =
  | ({ readonly kind: 'console' } & SinkCommon)
  | ({ readonly kind: 'slack'; readonly url: SecretRef } & SinkCommon)
  | ({
      readonly kind: 'webhook';
      readonly url: SecretRef;
      /** Signs each body with HMAC-SHA-256; null sends it unsigned. */
      readonly signingSecret: SecretRef | null;
    } & SinkCommon);

/** Mutes messages while it lasts; all given fields must match. */
export interface SilenceConfig {
  readonly id: string;
  readonly incident?: string;
  /** Alias; `*` allowed. */
  readonly credential?: string;
  readonly detector?: string;
  readonly account?: string;
  readonly provider?: string;
  readonly from: Millis;
  /** Exclusive. */
  readonly until: Millis;
  readonly owner: string;
  readonly reason: string;
}

export interface RespondConfig {
  /** How long the log must show no use of a contained credential before containment counts as proven. */
  readonly proofSilence: Millis;
  /** How long a replaced key must be unused before it may be revoked. */
  readonly drainSilence: Millis;
  /** How long a person has for a step that no API does. */
  readonly guidedDeadline: Millis;
  /** How often that person is reminded until then. */
  readonly guidedReminder: Millis;
}

export interface LogConfig {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** `auto`: short lines on a terminal, JSON elsewhere. */
  readonly format: 'auto' | 'json' | 'pretty';
}
