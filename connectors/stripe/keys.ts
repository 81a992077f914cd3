import type { KeyFormat } from '../../src/core/connector.ts';

/** Placeholders of documentation repeat a few letters; random bodies of this length do not. */
const LEAST_LETTERS = 8;

interface Family {
  readonly id: string;
  readonly title: string;
  readonly prefix: string;
  readonly mode: 'live' | 'test' | '';
  readonly sensitivity?: 'secret' | 'identifier';
}

/** Stripe's keys have no checksum that is known, and no log names them: a text alone proves little. */
function keyFormat({ id, mode, prefix, sensitivity = 'secret', title }: Family): KeyFormat {
  return {
    id: `stripe.${id}`,
    title: `Stripe ${title}`,
    sensitivity,
    prefixes: [prefix],
    pattern: new RegExp(`(?<![A-Za-z0-9_])${prefix}[A-Za-z0-9]{16,247}(?![A-Za-z0-9_])`),
    check: (text) => (new Set(text.slice(prefix.length)).size < LEAST_LETTERS ? 'sample' : 'unknown'),
    identifiers: () => [],
    account: (text) => accountHint(text.slice(prefix.length)),
    mode,
  };
}

/**
 * Newer bodies begin `51`; the 16 characters after the `5` are those of the account's id. Inferred from keys of the
 * same account, so it is a hint for people.
 */
function accountHint(body: string): string {
  const match = /^5(1[A-Za-z0-9]{15})[A-Za-z0-9]{8}/.exec(body);
  return match === null ? '' : `acct_${match[1] ?? ''}`;
}

function both(family: Omit<Family, 'mode'>): readonly KeyFormat[] {
  return (['live', 'test'] as const).map((mode) =>
    keyFormat({
      ...family,
      id: `${family.id}-${mode}`,
      title: `${family.title} (${mode} mode)`,
      prefix: `${family.prefix}${mode}_`,
      mode,
    }),
  );
}

const WEBHOOK_SECRET: KeyFormat = {
  ...keyFormat({ id: 'webhook-secret', title: 'webhook signing secret', prefix: 'whsec_', mode: '' }),
  pattern: /(?<![A-Za-z0-9_])whsec_[A-Za-z0-9+/]{16,247}={0,2}(?![A-Za-z0-9_])/,
};

export const STRIPE_KEYS: readonly KeyFormat[] = [
  ...both({ id: 'secret-key', title: 'secret key', prefix: 'sk_' }),
  ...both({ id: 'restricted-key', title: 'restricted key', prefix: 'rk_' }),
  ...both({ id: 'publishable-key', title: 'publishable key', prefix: 'pk_', sensitivity: 'identifier' }),
  ...both({ id: 'ephemeral-key', title: 'ephemeral key', prefix: 'ek_' }),
  ...both({ id: 'organization-key', title: 'organisation key', prefix: 'sk_org_' }),
  WEBHOOK_SECRET,
];
