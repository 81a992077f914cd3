import type { ActionDeclaration } from '../core/action.ts';
import type { Credential, CredentialBinding, LineageEdge } from '../core/credential.ts';
import type { Exposure } from '../core/exposure.ts';
import type { Incident } from '../core/incident.ts';
import type { Millis } from '../core/time.ts';

/** The identities that we act and read with: never a target. */
export interface OwnIdentities {
  readonly aliases: readonly string[];
  readonly actors: readonly string[];
}

/** Who used a credential lately, from where, with what: what a containment would break. */
export interface RecentUse {
  readonly credential: string;
  readonly actor: string;
  readonly session: string;
  readonly address: string;
  readonly tool: string;
  readonly events: number;
  readonly last: Millis;
}

/** The part of a connector that a plan looks at. */
export interface ActingConnector {
  readonly id: string;
  readonly actions: readonly ActionDeclaration[];
  /** Why an action is of no use as things are configured, '' where it is of use; null leaves it out without a word. */
  unavailable?(action: string): string | null;
}

/** Everything a plan is made of. A plan reads nothing else. */
export interface PlanInput {
  /** Null for a rotation without an incident. */
  readonly incident: Incident | null;
  /** Alias of the credential that it is about; '' when the incident names a principal alone. */
  readonly subject: string;
  /** The subject and its descendants, ancestors before descendants. */
  readonly subtree: readonly Credential[];
  readonly ancestors: readonly Credential[];
  readonly edges: readonly LineageEdge[];
  /** Other credentials of the same accounts, as far as the inventory knows. */
  readonly known: readonly Credential[];
  readonly exposures: readonly Exposure[];
  readonly connectors: readonly ActingConnector[];
  readonly bindings: readonly CredentialBinding[];
  readonly own: OwnIdentities;
  /** Aliases of successors that we issued ourselves. */
  readonly issued: readonly string[];
  /** How long a replaced key must be unused; the consumers' cache time when absent. */
  readonly drainSilence?: Millis;
  readonly recentUse: readonly RecentUse[];
  readonly now: Millis;
}
