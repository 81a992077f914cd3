import type { DetectorInfo } from '../../core/detector.ts';
import type { Severity } from '../../core/event.ts';
import type { Millis } from '../../core/time.ts';

/** A rule file as read, before anything is understood. */
export interface RuleFile {
  /** `rules/<area>/<id>.yml`; the file name is the detector's id for rules of ours. */
  readonly path: string;
  readonly text: string;
}

export interface LogSource {
  readonly product: string;
  readonly service: string;
  readonly category: string;
}

/** Matches are counted instead of reported one by one. */
export interface RuleWindow {
  readonly within: Millis;
  /** How many matches (or distinct values, or summed weight) complete the observation. */
  readonly count: number;
  /** What is counted once: `event`, or the event's first target, or its action, or its region. */
  readonly distinct: 'event' | 'target' | 'action' | 'region';
  /** How many one match counts for: a number, or a field with a number or a list; '' for one. */
  readonly weigh: string;
  /** Detector whose window the matches feed instead of one of their own; ''. */
  readonly feeds: string;
}

/** Matches are remembered, and only what is met at a place for the first time is an observation. */
export interface RuleFirst {
  /** Field with the thing that has a memory of its own, each value of a list by itself; '' for the whole account. */
  readonly of: string;
  /** Fields that together say where it was met. */
  readonly at: readonly string[];
  /** How often the thing must have been met before anything about it is new. */
  readonly after: number;
  /** A thing met at more places than this is everywhere: nothing about it is new. */
  readonly most: number;
}

/** What our own rules say beyond Sigma, under the key `keywatch`. */
export interface RuleExtras {
  /** Continues "key AKIA… of ci-deploy …": `made a key for someone else`. */
  readonly phrase: string;
  /** Detectors whose phrases a title leaves out beside this one. */
  readonly implies: readonly string[];
  /** Sentence with `{actor}`, `{action}`, `{target}`, `{address}` and `{any.field}`; '' for the default. */
  readonly reason: string;
  /** Severity of a refused attempt; null when a refusal is no finding. */
  readonly denied: Severity | null;
  /** Severity when it failed for another reason; null when that is no finding. */
  readonly failed: Severity | null;
  /** Whether habitual infrastructure tools lower the severity by one step. */
  readonly tamed: boolean;
  readonly window: RuleWindow | null;
  readonly first: RuleFirst | null;
  readonly examples: { readonly fire: readonly unknown[]; readonly quiet: readonly unknown[] };
}

/** One detection rule: Sigma, and for ours what `keywatch` adds. */
export interface SigmaRule {
  readonly info: DetectorInfo;
  readonly path: string;
  /** The Sigma `id`. */
  readonly uuid: string;
  readonly author: string;
  readonly license: string;
  readonly references: readonly string[];
  readonly logsource: LogSource;
  readonly selections: Readonly<Record<string, unknown>>;
  readonly conditions: readonly string[];
  /** Fields worth showing with a match. */
  readonly fields: readonly string[];
  /** Null for imported rules. */
  readonly extras: RuleExtras | null;
}

export interface SkippedRule {
  readonly path: string;
  readonly title: string;
  readonly reason: string;
}

/** Members of a hit's detail that carry what a `first` rule remembers: things one a line, and the place. */
export const FIRST_OF = 'first.of';
export const FIRST_AT = 'first.at';

/** Thrown inside the loader: this one rule cannot run, and why. */
export class RuleError extends Error {}
