/** Lowest and highest value in ms, both included. */
export type Span = readonly [low: number, high: number];

/** How the journal reaches the audit log's API. */
export interface AuditSettings {
  /** From the event to its first appearance. */
  delay: Span;
  /** Share of events that take `lateBy` longer. */
  lateShare: number;
  lateBy: Span;
  /** From `created_at` to `@timestamp`, by which the log is ordered. */
  stampLag: Span;
  webRetention: number;
  gitRetention: number;
}

/** Requests an hour. */
export interface LimitSettings {
  core: number;
  anonymous: number;
  auditLog: number;
  revocations: number;
  /** Points a minute and endpoint before the secondary limit: 1 to read, 5 to write. */
  pointsPerMinute: number;
}

/** All knobs; change them at any time. */
export interface Settings {
  audit: AuditSettings;
  limits: LimitSettings;
  /** From an accepted revocation to the first refusal of the token. */
  revocationDelay: Span;
}

export interface SettingsChange {
  readonly audit?: Partial<AuditSettings>;
  readonly limits?: Partial<LimitSettings>;
  readonly revocationDelay?: Span;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** As the real one behaves, as far as it is known: delays of the log are not promised by anybody. */
export function realSettings(): Settings {
  return {
    audit: {
      delay: [5 * SECOND, 90 * SECOND],
      lateShare: 0.02,
      lateBy: [5 * MINUTE, 18 * MINUTE],
      stampLag: [0, 3 * SECOND],
      webRetention: 180 * DAY,
      gitRetention: 7 * DAY,
    },
    limits: { core: 15_000, anonymous: 60, auditLog: 1_750, revocations: 60, pointsPerMinute: 900 },
    revocationDelay: [2 * SECOND, 20 * SECOND],
  };
}

/** Everything at once: for tests that are about something else. Limits and retention stay. */
export function promptSettings(): Settings {
  const real = realSettings();
  return {
    ...real,
    audit: { ...real.audit, delay: [0, 0], lateShare: 0, lateBy: [0, 0], stampLag: [0, 0] },
    revocationDelay: [0, 0],
  };
}

export function changedSettings(base: Settings, change: SettingsChange): Settings {
  return {
    audit: { ...base.audit, ...change.audit },
    limits: { ...base.limits, ...change.limits },
    revocationDelay: change.revocationDelay ?? base.revocationDelay,
  };
}
