import type { RoleInput, UserInput } from '../aws/cloud-input.ts';
import type { JsonObject } from '../json.ts';

/** A duration such as `90s`, `2m`, `1h30m` or `21d`. */
export type Duration = string;

/**
 * One API call. Texts that start with `$` stand for what is known only while playing: `$minted` is the key id saved as
 * `minted`, `$role.deploy` the ARN of a role, `$trigger.policyName` a parameter of the change that a reaction answers.
 */
export interface StoryCall {
  readonly service: string;
  readonly action: string;
  readonly region?: string;
  readonly params?: JsonObject;
}

/** Somebody does something once, or `times` times with `every` between. */
export interface Step {
  /** After the start of the attack; in reactions after the change. */
  readonly at: Duration;
  /** Whose credential: a user of the cast, or a name under which a step saved one. Of several the first that works. */
  readonly as: string | readonly string[];
  /** A name from `networks`. */
  readonly from: string;
  readonly agent: string;
  readonly call: StoryCall;
  /** Keeps the key or session that the answer holds under this name. */
  readonly saves?: string;
  readonly times?: number;
  readonly every?: Duration;
  /** In words that continue "the thief …"; told the first time, and when the answer changes. */
  readonly tells?: string;
}

/** What goes on all the time, before, during and after the attack. */
export interface Routine {
  readonly as: string;
  readonly from: string;
  readonly agent: string;
  readonly every: Duration;
  /** Each round is up to this much late. */
  readonly jitter: Duration;
  /** Monday to Friday, 08:00 to 18:00 UTC. */
  readonly officeHours?: boolean;
  readonly calls: readonly StoryCall[];
}

/** An intruder who watches: what follows on somebody else's change of IAM. */
export interface Reaction {
  /** Operations that set it off. */
  readonly on: readonly string[];
  /** Users and roles that it is about. */
  readonly about: readonly string[];
  /** How often at most. */
  readonly times: number;
  readonly steps: readonly Step[];
}

/** A workload whose service renews its session by itself. */
export interface Workload {
  readonly name: string;
  readonly role: string;
  readonly service: string;
  readonly sessionName: string;
  readonly region: string;
}

/** An attack story, all of it data. */
export interface Story {
  readonly id: string;
  readonly title: string;
  /** How long ordinary life goes on before the attack starts. */
  readonly quietFor: Duration;
  readonly networks: Readonly<Record<string, string>>;
  /** Networks of the intruder: changes from there set off no reaction. */
  readonly intruders: readonly string[];
  readonly users: readonly UserInput[];
  /** `$account` in `trusts` is the account of the play. */
  readonly roles: readonly RoleInput[];
  readonly workloads: readonly Workload[];
  /** Names of secrets; their values are made from the seed. */
  readonly secrets: readonly string[];
  readonly trail: { readonly name: string; readonly bucket: string };
  readonly routines: readonly Routine[];
  readonly steps: readonly Step[];
  readonly reactions: readonly Reaction[];
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `1h30m`. */
export function millis(duration: Duration): number {
  const parts = [...duration.matchAll(/(\d+)([smhd])/g)];
  if (parts.map((part) => part[0]).join('') !== duration || duration === '') {
    throw new Error(`not a duration: ${duration}`);
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
}
