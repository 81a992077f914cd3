import type { Severity } from '../core/event.ts';
import type { Millis } from '../core/time.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../core/time.ts';

/** What one sink is for. */
export interface SinkPolicy {
  /** Incidents below are not told to this sink. */
  readonly minSeverity: Severity;
  /** Live incidents that page a person. */
  readonly pages: boolean;
  /** Everything else, many incidents in one message: historical ones and those with a low score. */
  readonly digests: boolean;
}

/** Mutes while it lasts; what it muted is told afterwards if it is still open. All given fields must match. */
export interface Silence {
  readonly id: string;
  readonly incident?: string;
  /** Alias; `*` allowed. */
  readonly credential?: string;
  readonly detector?: string;
  readonly account?: string;
  readonly provider?: string;
  readonly from: Millis;
  /** Exclusive. A silence without an end does not exist. */
  readonly until: Millis;
  readonly owner: string;
  readonly reason: string;
}

export interface AlertConfig {
  /** By sink id; a sink without an entry gets `DEFAULT_SINK_POLICY`. */
  readonly sinks: Readonly<Record<string, SinkPolicy>>;
  readonly silences: readonly Silence[];
  /** How long to collect before the first page about an incident that is not critical. */
  readonly groupWait: Millis;
  /** Between two messages about one incident to one sink, unless it became worse or changed its status. */
  readonly groupInterval: Millis;
  /** An open incident that nobody acknowledged is told again. */
  readonly repeatInterval: Millis;
  /** How long a digest collects. */
  readonly digestWait: Millis;
  /** After which a sink's call is given up, whatever time limit it keeps itself. */
  readonly timeout: Millis;
  readonly backoff: { readonly first: Millis; readonly most: Millis };
  /** After this long without success a message is given up, visibly. */
  readonly giveUpAfter: Millis;
}

export const DEFAULT_SINK_POLICY: SinkPolicy = { minSeverity: 'low', pages: true, digests: true };

export const DEFAULT_ALERT_CONFIG: AlertConfig = {
  sinks: {},
  silences: [],
  groupWait: 30 * SECOND,
  groupInterval: 5 * MINUTE,
  repeatInterval: DAY,
  digestWait: HOUR,
  timeout: MINUTE,
  backoff: { first: 5 * SECOND, most: 15 * MINUTE },
  giveUpAfter: 3 * DAY,
};
