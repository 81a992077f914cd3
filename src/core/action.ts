import type { Credential } from './credential.ts';
import type { EvidenceEvent } from './finding.ts';
import type { Secret } from './secret.ts';
import type { Millis } from './time.ts';

/**
 * What an action is for. `contain` stops use, `revoke` ends the credential, `issue` makes a
 * successor, `deliver` hands it to a consumer, `restore` puts right what an intruder changed,
 * `probe` asks the provider whether a credential still works.
 */
export type Capability = 'contain' | 'issue' | 'deliver' | 'revoke' | 'restore' | 'probe';

/**
 * `auto` by API; `gated` by API where the plan allows; `guided` by a person we wait for; `none` by nobody: a plan lists it
 * as left out, with the caution as the reason.
 */
export type ActionMode = 'auto' | 'gated' | 'guided' | 'none';

/** What an action is applied to. `params` hold no secrets: they go into plans and the journal. */
export interface ActionTarget {
  /** Two steps with the same action and key are one step. */
  readonly key: string;
  readonly account: string;
  /** For people: `access key AKIA…7QF3 of user ci-deploy`. */
  readonly label: string;
  readonly params: Readonly<Record<string, string>>;
  /** Actor id, where the action hits everything that this actor holds and not one credential alone. */
  readonly principal?: string;
  /** Actor id, where events name no credential: whatever this actor does may be done with this one. */
  readonly usedBy?: string;
  /**
   * Nothing of it can be done once the credential is stopped: it goes before containment, even in a leak, and gets a few
   * seconds for that, no more.
   */
  readonly first?: true;
  /**
   * Worth a thought and not needed: approving the plan leaves it out. A person confirms this step by itself, then or later.
   */
  readonly offered?: true;
  /**
   * The credentials that it is for go on working, or nobody can say which of them does not: use of them afterwards is no
   * finding, and is not held against a proof.
   */
  readonly spares?: true;
  /** Keys of the targets that it stands for, where `join` made it of several. */
  readonly parts?: readonly string[];
}

/** One call that an action would make, as a dry run prints it. */
export interface PlannedRequest {
  readonly service: string;
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
  readonly effect: 'read' | 'write';
}

/** What the provider answered. `fields` are journalled; `secrets` never leave memory. */
export interface Receipt {
  readonly at: Millis;
  /** After `issue`, `issued` holds the successor's alias. */
  readonly fields: Readonly<Record<string, string>>;
  /** The parts of an issued credential by name, as a secret store gets them. */
  readonly secrets?: Readonly<Record<string, Secret>>;
}

export type Verification =
  /** `final`: nobody can make it untrue again, so it need not be asked about a second time. */
  | { readonly kind: 'verified'; readonly evidence: string; readonly final?: true }
  | { readonly kind: 'not-yet'; readonly reason: string; readonly retryAfter: Millis }
  | { readonly kind: 'failed'; readonly reason: string }
  /** Nobody could prove it: the secret is not to be had, a person attested it. */
  | { readonly kind: 'unproven'; readonly reason: string };

/** What the provider says to a secret that a step shall end. Whatever is not certain to come from it is `unclear`. */
export type Trial =
  | { readonly kind: 'works'; readonly says: string }
  /** `ended`: it remembers the secret and says that it is over. Without that a mistyped one is refused in the same words. */
  | { readonly kind: 'refused'; readonly says: string; readonly ended: boolean }
  | { readonly kind: 'unclear'; readonly says: string }
  /** Of another account, or no secret of this kind: it proves nothing about the step. */
  | { readonly kind: 'not-ours'; readonly says: string };

/**
 * How a plan goes about it: `cut` stops a credential and what it minted as fast as possible,
 * `observe` leaves it able to authenticate so that attempts stay visible in the log, `retire`
 * stops the credential alone, `replace` has a person replace and stop it in one go where no API
 * makes a successor, `make-room` frees a place for a successor, `release` takes back what
 * containment did.
 */
export type Approach = 'cut' | 'observe' | 'retire' | 'replace' | 'make-room' | 'release';

/** The action would apply, but must not; people read `refused` in the plan. */
export interface TargetRefusal {
  readonly refused: string;
}

/** What the planner knows about the incident when it asks an action for its target. */
export interface TargetContext {
  readonly approach: Approach;
  /** Alias of the credential that the plan is about, '' when it is about a principal alone. */
  readonly subject: string;
  /** Ancestors first, the credential itself not included. */
  readonly ancestors: readonly Credential[];
  /** All credentials of the subtree that is being contained. */
  readonly subtree: readonly Credential[];
  /** Every other credential that we know of in the accounts concerned. */
  readonly known: readonly Credential[];
  /** The moment from which everything minted is suspect. */
  readonly suspectSince: Millis;
  /** The plan also makes a successor of the subject: what would end that one, too, has to stay out. */
  readonly successor?: true;
  /** For `restore`, which is asked once for each event of the incident: what may have to be put right. */
  readonly event?: EvidenceEvent;
}

/** What `prepare` read, as journalled. Holds no secrets. */
export type StateBefore = Readonly<Record<string, string>>;

interface ActionFacts {
  /** `aws.deactivate-key` */
  readonly id: string;
  readonly title: string;
  readonly capability: Capability;
  readonly mode: ActionMode;
  /** Exact permissions, in the provider's words. */
  readonly needs: readonly string[];
  /** Place on the ladder within its capability: lower goes first. */
  readonly order: number;
  /** What people should know before approving: who else is hit, how long it takes. */
  readonly caution: string;
  /** The target for this credential, or null when the action does not apply to it. Pure. */
  target(credential: Credential, context: TargetContext): ActionTarget | TargetRefusal | null;
  /** Where the provider takes several in one request: a step for all of them in place of one each. Pure. */
  readonly join?: {
    readonly most: number;
    targets(targets: readonly ActionTarget[]): ActionTarget;
  };
  /** The requests that `apply` would make. Pure; a dry run prints them. */
  plan(target: ActionTarget): readonly PlannedRequest[];
  /** The person who does it makes the successor as well and puts it in place: nothing else is issued. */
  readonly replaces?: true;
  /** For `guided`: where to go and what to do there. Who has to get the successor is added from configuration. */
  readonly guide?: (
    target: ActionTarget,
    /** Events of the incident, those of the worst findings first: where a person may look. */
    evidence?: readonly EvidenceEvent[],
  ) => { readonly link: string; readonly steps: readonly string[] };
}

/** The pure half of an action: everything a plan needs, nothing that can act. */
export type ActionDeclaration = ActionFacts & { readonly risk: 'reversible' | 'irreversible' | 'harmless' };

interface Performer {
  /**
   * Reads what apply, reconcile and undo must know of the state before. The journal keeps it
   * with the intention, so that after a crash our own doing is not taken for that state.
   */
  prepare?(target: ActionTarget): Promise<StateBefore>;
  /**
   * Carries it out. Must be safe to repeat with the same key: look before acting where the
   * provider has no idempotency of its own.
   */
  apply(target: ActionTarget, idempotencyKey: string, before: StateBefore): Promise<Receipt>;
  verify(target: ActionTarget, receipt: Receipt): Promise<Verification>;
  /**
   * After a crash or a lost answer between intention and receipt: what happened at the provider?
   * `null` means that nothing did and `apply` may run.
   */
  reconcile?(target: ActionTarget, idempotencyKey: string, before: StateBefore): Promise<Receipt | null>;
  /**
   * Asks the provider whether a secret still works, for steps that are done when it does not. Changes nothing,
   * never throws what the secret is part of, sends it to its issuer alone.
   */
  trySecret?(target: ActionTarget, secret: Secret): Promise<Trial>;
  /** For `guided`: whether the provider shows that it has been done, before anybody said so. Changes nothing. */
  seen?(target: ActionTarget, since: Millis): Promise<Verification>;
}

export interface ReversiblePerformer extends Performer {
  /** Puts back the state that `prepare` saw, nothing else. Safe to repeat. */
  undo(target: ActionTarget, receipt: Receipt, before: StateBefore): Promise<void>;
}

/** The acting half, bound to an account by `Connector.arm`. A reversible action cannot lack its undo. */
export type ActionPerformer =
  | ({ readonly risk: 'reversible' } & ReversiblePerformer)
  | ({ readonly risk: 'irreversible' | 'harmless' } & Performer);
