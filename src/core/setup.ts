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

/** How a new user gets a connector going. Pure text: nothing here calls a provider. */
export interface ConnectorSetup {
  /** Least privilege: what reading needs first, what acting needs after it. */
  readonly grants: readonly Grant[];
  /** What to do with them, one sentence each, in order. */
  readonly steps: readonly string[];
}
