import { type ZodType, z } from 'zod';
import type { SecretRef } from '../../src/core/secret-ref.ts';
import type { Millis } from '../../src/core/time.ts';
import { MINUTE } from '../../src/core/time.ts';
import { durationField, secretRefField } from '../../src/kit/config-fields.ts';
import { type AccessConfig, appField, tokenField } from './config/access.ts';
import { RESPOND_CONFIG, type RespondConfig } from './config/respond.ts';

export interface GitHubConfig {
  /** Address of the API; an enterprise server's ends in `/api/v3`. */
  readonly baseUrl: string;
  readonly organizations: readonly string[];
  /** Slug of the enterprise, '' for none. */
  readonly enterprise: string;
  /** `owner/name`, watched where no organisation is: alerts and deploy keys. */
  readonly repositories: readonly string[];
  readonly access: AccessConfig;
  /** The enterprise's log is closed to apps. */
  readonly enterpriseToken?: SecretRef | undefined;
  /** Used by approved runs alone; without it nothing is ever changed. */
  readonly respond?: RespondConfig | undefined;
  readonly sources: {
    readonly auditLog: { readonly enabled: boolean; readonly overlap: Millis };
    readonly secretScanning: { readonly enabled: boolean; readonly identify: boolean };
  };
  readonly webhookSecrets: readonly SecretRef[];
}

/** Order follows one clock and filters follow another; below this, late events would be lost between two reads. */
const LEAST_OVERLAP = 30 * MINUTE;
const PUBLIC_API = 'https://api.github.com';

const name = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9_])?$/, 'must be a login, as in the address of its page');
const auditLogSchema = z.strictObject({
  enabled: z.boolean().default(true).describe('Read the audit log; needs GitHub Enterprise.'),
  overlap: durationField('How much of the past each poll reads again, for events that appear late.', {
    min: LEAST_OVERLAP,
  })
    .optional()
    .transform((ms) => ms ?? LEAST_OVERLAP),
});

const secretScanningSchema = z.strictObject({
  enabled: z.boolean().default(true).describe('Read the alerts of secret scanning.'),
  identify: z
    .boolean()
    .default(true)
    .describe('Ask for the literal of open alerts to find out whose key it is; it is hashed in memory and dropped.'),
});

const sourcesSchema = z
  .strictObject({
    'audit-log': auditLogSchema.prefault({}).describe('Audit log of organisations and enterprise.'),
    'secret-scanning': secretScanningSchema.prefault({}).describe('Alerts about leaked secrets.'),
  })
  .transform((sources) => ({ auditLog: sources['audit-log'], secretScanning: sources['secret-scanning'] }));

const webhookSchema = z
  .strictObject({
    secret: secretRefField('Secret that deliveries are signed with.', { title: 'webhook secret' }),
    'previous-secret': secretRefField('The one before, accepted too while you change it.', {
      title: 'webhook secret',
    }).optional(),
  })
  .transform(({ secret, 'previous-secret': previous }) => (previous === undefined ? [secret] : [secret, previous]));

/** `connectors.github` of the configuration. */
export const GITHUB_CONFIG: ZodType<GitHubConfig> = z
  .strictObject({
    'base-url': z
      .url('must be the address of an API')
      .default(PUBLIC_API)
      .transform((url) => url.replace(/\/+$/, ''))
      .describe('Address of the API. Enterprise server: https://HOST/api/v3.'),
    organizations: z.array(name).default([]).describe('Organisations to watch.'),
    enterprise: name.or(z.literal('')).default('').describe('Enterprise whose audit log and alerts are read.'),
    repositories: z
      .array(z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'must be owner/name'))
      .default([])
      .describe('Single repositories to watch: alerts and deploy keys.'),
    token: tokenField('Token for reading, where no app is used.').optional(),
    app: appField.optional().describe('Installed app for reading; preferred.'),
    'enterprise-token': tokenField('Classic token of an enterprise owner, scope read:audit_log.').optional(),
    respond: RESPOND_CONFIG.optional().describe('What approved runs act with. Left out, nothing is ever changed.'),
    sources: sourcesSchema.prefault({}).describe('Where records are read.'),
    webhook: webhookSchema.optional().describe('Deliveries of webhooks to the receiver.'),
  })
  .transform(
    (given): GitHubConfig => ({
      baseUrl: given['base-url'],
      organizations: given.organizations,
      enterprise: given.enterprise,
      repositories: given.repositories,
      access: { token: given.token, app: given.app },
      enterpriseToken: given['enterprise-token'],
      respond: given.respond,
      sources: given.sources,
      webhookSecrets: given.webhook ?? [],
    }),
  );

/** The engine hands back what our schema made, typed as unknown: only its outline is looked at. */
export function isConfig(config: unknown): config is GitHubConfig {
  return (
    typeof config === 'object' && config !== null && 'baseUrl' in config && 'sources' in config && 'access' in config
  );
}

/** An enterprise server, which shows its administrators more than github.com shows anybody. */
export function isServer({ baseUrl }: GitHubConfig): boolean {
  return baseUrl.endsWith('/api/v3');
}
