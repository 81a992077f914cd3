/** What a provider has to grant before a connector can work, in the provider's own words, ready to paste. */
export interface Grant {
  /** `keywatch-read` */
  readonly name: string;
  /** What it is for and who gets it, as one sentence. */
  readonly purpose: string;
  /** Language of `document`: `json`. */
  readonly language: string;
  readonly document: string;
}

/** What one part of the work needs, and what is lost without it. */
export interface PartNeeds {
  /** `Audit log of an organisation` */
  readonly part: string;
  /** Plan or product that it comes with; '' for every one. */
  readonly plan: string;
  /** Permissions in the provider's words, as the grants have them; empty where no grant helps. */
  readonly needs: readonly string[];
  /** What does instead; '' for nothing else. */
  readonly instead: string;
  /** What is not seen or not done without it, as a sentence without a full stop. */
  readonly without: string;
}

/** How a new user gets a connector going. Pure text: nothing here calls a provider. */
export interface ConnectorSetup {
  /** Least privilege: what reading needs first, what acting needs after it. */
  readonly grants: readonly Grant[];
  /** What to do with them, one sentence each, in order. */
  readonly steps: readonly string[];
  /** Permissions part by part, for whoever grants less than everything; actions say theirs themselves. */
  readonly parts?: readonly PartNeeds[];
}
