import { MINUTE } from './dates.ts';

/** Lowest and highest value in ms, both included. */
export type Span = readonly [low: number, high: number];

/** How the journal reaches LookupEvents. */
export interface LookupSettings {
  /** Two requests a second per account and region (CloudTrail quotas), measured on the injected clock. */
  throttle: boolean;
  /** Time from event to its first appearance. */
  delay: Span;
  /** Share of events that take `lateBy` longer. */
  lateShare: number;
  lateBy: Span;
  /** Share of events that LookupEvents returns twice. */
  duplicateShare: number;
}

/** How trails write the journal to S3. */
export interface DeliverySettings {
  /** Time from event to the file's stamp; real trails: median 3.4 min, longest seen 9.9 min. */
  delay: Span;
  /** Share of files that appear `lateBy` after their stamp. */
  lateFileShare: number;
  lateBy: Span;
  /** Share of records that also stand in the file of another region (21 % in one organisation's trail). */
  duplicateShare: number;
  /** Records in a file are in no order. */
  shuffle: boolean;
}

/** All knobs; change them at any time. */
export interface Settings {
  /** Until a change of a key, policy or trust counts for callers, in ms. */
  iamDelay: number;
  /** Until a new key is accepted, in ms (5 to 15 s in reality). */
  newKeyDelay: number;
  /** Until GetAccessKeyLastUsed shows a use, in ms. */
  lastUseLag: number;
  /** Refuse requests whose SigV4 signature does not match the secret. */
  verifySignatures: boolean;
  regions: string[];
  /** False answers Health calls with SubscriptionRequiredException, as accounts without a support plan get. */
  supportPlan: boolean;
  lookup: LookupSettings;
  delivery: DeliverySettings;
}

export type SettingsChange = Partial<Omit<Settings, 'lookup' | 'delivery'>> & {
  readonly lookup?: Partial<LookupSettings>;
  readonly delivery?: Partial<DeliverySettings>;
};

/** As real accounts behave. */
export function realSettings(): Settings {
  return {
    iamDelay: 4_000,
    newKeyDelay: 8_000,
    lastUseLag: 0,
    verifySignatures: true,
    regions: ['us-east-1', 'eu-central-1', 'us-west-2'],
    supportPlan: true,
    lookup: {
      throttle: true,
      delay: [MINUTE, 5 * MINUTE],
      lateShare: 0.01,
      lateBy: [5 * MINUTE, 12 * MINUTE],
      duplicateShare: 0.01,
    },
    delivery: {
      delay: [MINUTE, 5 * MINUTE],
      lateFileShare: 0.05,
      lateBy: [5 * MINUTE, 20 * MINUTE],
      duplicateShare: 0.05,
      shuffle: true,
    },
  };
}

/** Everything at once, in order and only once: for tests that are about something else. */
export function promptSettings(): Settings {
  return {
    ...realSettings(),
    iamDelay: 0,
    newKeyDelay: 0,
    lookup: { throttle: false, delay: [0, 0], lateShare: 0, lateBy: [0, 0], duplicateShare: 0 },
    delivery: { delay: [0, 0], lateFileShare: 0, lateBy: [0, 0], duplicateShare: 0, shuffle: false },
  };
}

/** The settings with some of them replaced; inner groups are merged. */
export function changedSettings(base: Settings, change: SettingsChange): Settings {
  return {
    ...base,
    ...change,
    lookup: { ...base.lookup, ...change.lookup },
    delivery: { ...base.delivery, ...change.delivery },
  };
}
