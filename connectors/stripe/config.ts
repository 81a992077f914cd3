import { type ZodType, z } from 'zod';
import { AppError } from '../../src/core/errors.ts';
import type { SecretRef } from '../../src/core/secret-ref.ts';
import type { Millis } from '../../src/core/time.ts';
import { MINUTE } from '../../src/core/time.ts';
import { durationField, secretRefField } from '../../src/kit/config-fields.ts';

/** An account by one of its restricted keys. */
export interface StripeAccount {
  readonly id: string;
  readonly mode: 'live' | 'test';
  readonly apiKey: SecretRef;
  /** For approved runs alone; without it nothing is ever changed. */
  readonly respondKey?: SecretRef | undefined;
  /** For what restricted keys may not do: ending connections, and keys that an approved app manages. */
  readonly appKey?: SecretRef | undefined;
  /** Of endpoints that deliver to our receiver: one for each endpoint, two while one is being rolled. */
  readonly webhookSecrets: readonly SecretRef[];
  /** Connected accounts whose events are read too. */
  readonly connected: readonly string[];
}

/** A service, recognised by how its idempotency keys begin. */
export interface StripeCaller {
  readonly prefix: string;
  readonly credential: string;
  readonly mode: '' | 'live' | 'test';
}

export interface StripeConfig {
  readonly baseUrl: string;
  /** Where connections of accounts are ended. */
  readonly connectUrl: string;
  /** The gated preview by which an approved app manages keys. */
  readonly managedKeys: { readonly enabled: boolean; readonly version: string; readonly narrowTo: string };
  readonly accounts: readonly StripeAccount[];
  readonly callers: readonly StripeCaller[];
  readonly sources: {
    readonly events: { readonly enabled: boolean; readonly overlap: Millis };
    readonly webhookEndpoints: { readonly enabled: boolean };
    readonly eventDestinations: { readonly enabled: boolean };
    readonly activityLogs: { readonly enabled: boolean; readonly version: string };
  };
}

/** Events of one second come in no order, and some appear after younger ones. */
const LEAST_OVERLAP = 10 * MINUTE;
export const PUBLIC_API = 'https://api.stripe.com';
/** First version whose activity logs name request and object was 2026-09-30; this one was read with types at hand. */
const ACTIVITY_VERSION = '2026-11-18.preview';
/** The version in which the calls on managed keys were seen at work. */
const MANAGED_KEYS_VERSION = '2026-08-26.preview';
const PUBLIC_CONNECT = 'https://connect.stripe.com';

const accountId = z.string().regex(/^acct_[A-Za-z0-9]{8,64}$/, 'must be the id of an account, acct_…');

const restrictedKey = (description: string): ZodType<SecretRef> =>
  secretRefField(description, {
    title: 'restricted API key (rk_…)',
    formats: ['stripe.restricted-key-live', 'stripe.restricted-key-test'],
  });

/** A test key in the place of a live one would watch an account in which nothing happens. */
function ofMode(reference: SecretRef, mode: 'live' | 'test'): SecretRef {
  return { ...reference, expects: { ...reference.expects, mode } };
}

const signingSecret: ZodType<SecretRef> = secretRefField('Signing secret of a webhook endpoint.', {
  title: 'webhook signing secret (whsec_…)',
  formats: ['stripe.webhook-secret'],
});

const accountSchema = z
  .strictObject({
    id: accountId.describe('Id of the account, as its settings show it.'),
    mode: z.enum(['live', 'test']).default('live').describe('Mode of the key: live or test.'),
    'api-key': restrictedKey('Restricted key that may read events, and webhook endpoints.'),
    'respond-key': restrictedKey('Restricted key that approved runs act with.').optional(),
    'app-key': secretRefField('Secret key of the platform or of the app that manages keys, for gated actions alone.', {
      title: 'secret key (sk_…)',
      formats: [
        'stripe.secret-key-live',
        'stripe.secret-key-test',
        'stripe.restricted-key-live',
        'stripe.restricted-key-test',
      ],
    }).optional(),
    'webhook-secrets': z
      .array(signingSecret)
      .default([])
      .describe('Signing secrets of the endpoints that deliver to /hooks/stripe; two while one is being rolled.'),
    connected: z.array(accountId).default([]).describe('Connected accounts whose events are read with this key.'),
  })
  .transform(
    (given): StripeAccount => ({
      id: given.id,
      mode: given.mode,
      apiKey: ofMode(given['api-key'], given.mode),
      respondKey: given['respond-key'] === undefined ? undefined : ofMode(given['respond-key'], given.mode),
      appKey: given['app-key'],
      webhookSecrets: given['webhook-secrets'],
      connected: given.connected,
    }),
  );

const accountsSchema = z
  .array(accountSchema)
  .default([])
  .transform((accounts, context) => {
    const owners = new Map<string, string>();
    for (const [index, { id, webhookSecrets }] of accounts.entries()) {
      for (const [at, { reference }] of webhookSecrets.entries()) {
        const owner = owners.get(reference) ?? id;
        owners.set(reference, owner);
        if (owner === id) continue;
        // Events of one's own account do not name it: the secret does.
        const path = [index, 'webhook-secrets', at];
        context.addIssue({
          code: 'custom',
          path,
          message: `is the secret of ${owner} already; each endpoint has its own`,
        });
      }
    }
    return accounts;
  });

const callerSchema = z
  .strictObject({
    prefix: z.string().min(3).max(64).describe('How the idempotency keys of this service begin, such as `shop:`.'),
    credential: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be a plain name')
      .describe('Name of the restricted key that the service uses.'),
    mode: z.enum(['live', 'test']).optional().describe('Mode that it is known to work in.'),
  })
  .transform((given): StripeCaller => ({ ...given, mode: given.mode ?? '' }));

function previewVersion(standard: string): z.ZodDefault<z.ZodString> {
  return z
    .string()
    .regex(/^\d{4}-\d\d-\d\d\.preview$/, 'must be a preview version such as 2026-11-18.preview')
    .default(standard)
    .describe('Preview version that is asked for.');
}

const sourcesSchema = z
  .strictObject({
    events: z
      .strictObject({
        enabled: z.boolean().default(true).describe('Read the events of the last 30 days and those to come.'),
        overlap: durationField('How much of the past each poll reads again, for events that appear late.', {
          min: LEAST_OVERLAP,
        })
          .optional()
          .transform((ms) => ms ?? LEAST_OVERLAP),
      })
      .prefault({})
      .describe('GET /v1/events.'),
    'webhook-endpoints': z
      .strictObject({ enabled: z.boolean().default(true).describe('Compare the list of webhook endpoints.') })
      .prefault({})
      .describe('No event tells of a new webhook endpoint: the list is compared with the one before.'),
    'event-destinations': z
      .strictObject({
        enabled: z
          .boolean()
          .default(false)
          .describe('Compare the list of event destinations, which a key may not see.'),
      })
      .prefault({})
      .describe('Event destinations of API v2 (webhooks, queues and buses) are in a list of their own.'),
    'activity-logs': z
      .strictObject({
        enabled: z.boolean().default(false).describe('Read activity logs: a public preview, which a key may not see.'),
        version: previewVersion(ACTIVITY_VERSION),
      })
      .prefault({})
      .describe('Key life cycle and some 85 sensitive actions, by key or user.'),
  })
  .transform((given) => ({
    events: given.events,
    webhookEndpoints: given['webhook-endpoints'],
    eventDestinations: given['event-destinations'],
    activityLogs: given['activity-logs'],
  }));

const managedKeysSchema = z
  .strictObject({
    enabled: z.boolean().default(false).describe('Narrow and expire keys by API. Needs app-key of the account.'),
    version: previewVersion(MANAGED_KEYS_VERSION),
    'narrow-to': z
      .string()
      .regex(/^[a-z][a-z_]{2,63}$/, 'must be the name of a permission')
      .default('balance_read')
      .describe('The only permission that a narrowed key keeps: an empty list would change nothing.'),
  })
  .transform((given) => ({ enabled: given.enabled, version: given.version, narrowTo: given['narrow-to'] }));

/** `connectors.stripe` of the configuration. */
export const STRIPE_CONFIG: ZodType<StripeConfig> = z
  .strictObject({
    'base-url': z
      .url('must be the address of an API')
      .default(PUBLIC_API)
      .transform((url) => url.replace(/\/+$/, ''))
      .describe('Address of the API; another one only for tests.'),
    'connect-url': z
      .url('must be the address of an API')
      .default(PUBLIC_CONNECT)
      .transform((url) => url.replace(/\/+$/, ''))
      .describe('Address where connections of accounts are ended; another one only for tests.'),
    'managed-keys': managedKeysSchema
      .prefault({})
      .describe('Keys that an approved Stripe App manages: a gated preview, which most accounts do not have.'),
    accounts: accountsSchema.describe('Accounts to watch; each mode of an account is one entry.'),
    callers: z.array(callerSchema).default([]).describe('Services by the prefix of their idempotency keys.'),
    sources: sourcesSchema.prefault({}).describe('Where records are read.'),
  })
  .transform(
    (given): StripeConfig => ({
      baseUrl: given['base-url'],
      connectUrl: given['connect-url'],
      managedKeys: given['managed-keys'],
      accounts: given.accounts,
      callers: given.callers,
      sources: given.sources,
    }),
  );

/** The engine hands back what our schema made, typed as unknown. @throws AppError when it is something else */
export function asConfig(config: unknown): StripeConfig {
  if (isConfig(config)) return config;
  throw new AppError('the Stripe connector was given a configuration that its schema did not make', {
    code: 'STRIPE_CONFIG',
    kind: 'our-bug',
  });
}

function isConfig(config: unknown): config is StripeConfig {
  return (
    typeof config === 'object' && config !== null && 'accounts' in config && 'callers' in config && 'sources' in config
  );
}
