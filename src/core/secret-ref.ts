/** What kind of secret a configuration field wants; checked at start, before the secret is used. */
export interface SecretExpectation {
  /** `webhook address`, `restricted API key`: for messages. */
  readonly title: string;
  /** Ids of key formats that fit; empty when no format is known for it. */
  readonly formats: readonly string[];
  /** Mode that the key must have where its format has modes (`live`, `test`); '' for any. */
  readonly mode: string;
  /** `url`: an https address (http only on loopback). */
  readonly shape: 'any' | 'url';
}

/**
 * A pointer to a secret (`env:NAME`, `file:PATH`, ...) as parsed from configuration. Whoever
 * needs the secret asks the resolver for `reference`; the value is never part of the config.
 */
export interface SecretRef {
  readonly kind: 'secret-ref';
  readonly reference: string;
  readonly expects: SecretExpectation;
}
