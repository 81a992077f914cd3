import type { Incident } from './incident.ts';
import type { Millis } from './time.ts';

/** Why a message is sent now; shown in its footer and kept in the record. */
export type AlertReason =
  | 'first'
  | 'new-evidence'
  | 'severity-raised'
  | 'status-changed'
  | 'person-awaited'
  | 'deadline-missed'
  | 'repeat'
  | 'digest';

/** What one message is about. */
export interface AlertGroup {
  /** Deterministic: the same content is the same message, whenever it is sent. */
  readonly id: string;
  readonly reason: AlertReason;
  readonly incidents: readonly Incident[];
  /** The first attempt may have reached its destination already. */
  readonly maybeRepeat: boolean;
  readonly at: Millis;
}

export type SendResult =
  | { readonly kind: 'sent'; readonly receipt: string }
  | { readonly kind: 'retry'; readonly after: Millis; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: string };

/** Delivers; decides nothing. */
export interface AlertSink {
  readonly id: string;
  readonly kind: string;
  send(group: AlertGroup, signal: AbortSignal): Promise<SendResult>;
}
