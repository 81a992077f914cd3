/** What a made trail looks like. */
export interface TrailShape {
  readonly records: number;
  readonly perFile: number;
  readonly days: number;
  /** Long-lived keys; a few make most of the calls. */
  readonly keys: number;
  readonly roles: number;
  /** Part of the records in which a service acts and no key is named. */
  readonly keyless: number;
  /** Part of the calls with a key that are made with the key of a short session. */
  readonly sessionCalls: number;
  /** Mean number of calls of a session; half of them make one only. */
  readonly callsPerSession: number;
  /** Part of the calls with a key that fail. */
  readonly errors: number;
  /** Part of the records that are delivered a second time, byte for byte, in a later file. */
  readonly duplicates: number;
}

/**
 * As public trails were measured to be: 1.3 KB a record, 200 bytes packed, contexts (key, address,
 * agent, region) that are 1 to 3 % of the records, most keys those of sessions, duplicates across files.
 */
export const REALISTIC: TrailShape = {
  records: 1_000_000,
  perFile: 7_500,
  days: 30,
  keys: 2_000,
  roles: 300,
  keyless: 0.3,
  sessionCalls: 0.15,
  callsPerSession: 8,
  errors: 0.014,
  duplicates: 0.1,
};

/** First moment of every made trail. */
export const TRAIL_START: number = Date.UTC(2026, 8, 1);
export const TRAIL_ACCOUNT = '111122223333';
