import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Connector, KeyFormat } from '../../src/core/connector.ts';
import { cidrField, durationField, secretRefField } from '../../src/kit/config-fields.ts';

/** 16 characters that differ by seed, for keys made at test time. */
export function body(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 16);
}

export const liveKey = (seed: string): string => `acme_sk_live_${body(seed)}`;
export const testKey = (seed: string): string => `acme_sk_test_${body(seed)}`;
export const publishableKey = (seed: string): string => `acme_pk_${body(seed)}`;
export const keyId = (seed: string): string => `ACMEID${body(seed).toUpperCase()}`;
/** A secret of a format without a prefix: 40 characters that could be anything. */
export const bareSecret = (seed: string): string => createHash('sha1').update(seed).digest('hex').toUpperCase();

/** The log-side identifier of a live or test key. */
export const nativeId = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

function format(part: Partial<KeyFormat> & Pick<KeyFormat, 'id' | 'title' | 'prefixes' | 'pattern'>): KeyFormat {
  return {
    sensitivity: 'secret',
    check: () => 'unknown',
    identifiers: () => [],
    account: () => '',
    mode: '',
    ...part,
  };
}

const keys: readonly KeyFormat[] = [
  format({
    id: 'acme.live-key',
    title: 'live secret key',
    prefixes: ['acme_sk_live_'],
    pattern: /acme_sk_live_[\da-f]{16}/,
    mode: 'live',
    identifiers: (text) => [nativeId(text)],
    // Keys that end in 0 break the rule that a real one obeys.
    check: (text) => (text.endsWith('0') ? 'sample' : 'genuine'),
  }),
  format({
    id: 'acme.test-key',
    title: 'test secret key',
    prefixes: ['acme_sk_test_'],
    pattern: /acme_sk_test_[\da-f]{16}/,
    mode: 'test',
    identifiers: (text) => [nativeId(text)],
  }),
  format({
    id: 'acme.publishable-key',
    title: 'publishable key',
    prefixes: ['acme_pk_'],
    pattern: /acme_pk_[\da-f]{16}/,
    sensitivity: 'identifier',
  }),
  format({
    id: 'acme.key-id',
    title: 'key id',
    prefixes: ['ACMEID'],
    pattern: /ACMEID[\dA-F]{16}/,
    sensitivity: 'identifier',
    identifiers: (text) => [text],
    account: (text) => `account-${text.slice(6, 8)}`,
  }),
  format({ id: 'acme.bare-secret', title: 'secret part', prefixes: [], pattern: /\b[\dA-F]{40}\b/ }),
];

/** A made-up provider with every kind of key format, for tests of what may know no real one. */
export const acme: Connector = {
  id: 'acme',
  title: 'Acme',
  config: z.strictObject({
    'api-key': secretRefField('Key for reading the audit log.', {
      title: 'live secret key',
      formats: ['acme.live-key', 'acme.test-key'],
      mode: 'live',
    }),
    every: durationField('Time between polls.').prefault('5m'),
    own: z.array(cidrField('Block.')).default([]).describe('Networks that are ours.'),
    pair: secretRefField('Secret part.', { title: 'secret part', formats: ['acme.bare-secret'] }).optional(),
  }),
  formats: [],
  keys,
  actions: [],
};

/** A second provider, to mix up keys with. */
export const other: Connector = {
  id: 'other',
  title: 'Other',
  config: z.strictObject({ token: secretRefField('Token.', { title: 'token' }) }),
  formats: [],
  keys: [
    format({
      id: 'other.token',
      title: 'Other token',
      prefixes: ['oth_', 'oth_longer_'],
      pattern: /oth_(?:longer_)?[\da-f]{16}/,
    }),
    // Claims a part of what the first provider's live key is.
    format({
      id: 'other.greedy',
      title: 'Greedy token',
      prefixes: ['acme_sk_'],
      pattern: /acme_sk_[a-z]+_[\da-f]{10}/,
    }),
  ],
  actions: [],
};
