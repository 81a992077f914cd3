import type { LeakInput, RepoInput, TokenInput, UseInput } from '../github/inputs.ts';
import type { Duration } from './story.ts';

/** Something somebody does with a token of the cast, once or `times` times. */
export interface GithubStep {
  readonly at: Duration;
  /** A name of `tokens`. */
  readonly as: string;
  /** A name of `networks`. */
  readonly from: string;
  readonly use: Omit<UseInput, 'ip'>;
  readonly times?: number;
  readonly every?: Duration;
  /** In words that continue "the thief …"; told the first time, and when the answer changes. */
  readonly tells?: string;
}

/** What goes on all the time. */
export interface GithubRoutine {
  readonly as: string;
  readonly from: string;
  readonly every: Duration;
  /** Each round is up to this much late. */
  readonly jitter: Duration;
  readonly uses: readonly Omit<UseInput, 'ip'>[];
}

/** Secret scanning finds something. */
export interface GithubLeak {
  readonly at: Duration;
  /** A token of the cast, or a secret that the scene hands in under this name. */
  readonly what: string;
  readonly leak: Omit<LeakInput, 'secret'>;
  /** In words that continue "GitHub …". */
  readonly tells?: string;
}

/** The GitHub half of a story, all of it data. */
export interface GithubStory {
  readonly org: string;
  readonly quietFor: Duration;
  readonly networks: Readonly<Record<string, { readonly ip: string; readonly country: string }>>;
  readonly repos: readonly RepoInput[];
  readonly tokens: Readonly<Record<string, TokenInput>>;
  readonly routines: readonly GithubRoutine[];
  readonly leaks: readonly GithubLeak[];
  readonly steps: readonly GithubStep[];
}
