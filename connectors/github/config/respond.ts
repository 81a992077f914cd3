import { type ZodType, z } from 'zod';
import type { SecretRef } from '../../../src/core/secret-ref.ts';
import { secretRefField } from '../../../src/kit/config-fields.ts';
import { type AccessConfig, type AppKeyConfig, appField, appKeyField, tokenField } from './access.ts';

/** An OAuth app of ours, or the OAuth side of a GitHub App. */
export interface OauthAppConfig {
  readonly clientId: string;
  readonly clientSecret: SecretRef;
}

/** What approved runs act with. */
export interface RespondConfig extends AccessConfig {
  readonly oauthApps: readonly OauthAppConfig[];
  /** GitHub Apps that we own. */
  readonly apps: readonly AppKeyConfig[];
  /** Where tokens of ours can be read. */
  readonly knownTokens: readonly SecretRef[];
}

const oauthAppField = z
  .strictObject({
    'client-id': z.string().min(1).describe('Client id; not secret.'),
    'client-secret': secretRefField('Client secret of that app.', { title: 'client secret' }),
  })
  .transform((app): OauthAppConfig => ({ clientId: app['client-id'], clientSecret: app['client-secret'] }));

/** `connectors.github.respond` of the configuration. */
export const RESPOND_CONFIG: ZodType<RespondConfig> = z
  .strictObject({
    token: tokenField('Token that approved runs act with.').optional(),
    app: appField.optional().describe('App that approved runs act as; another one than for reading.'),
    'oauth-apps': z
      .array(oauthAppField)
      .default([])
      .describe('OAuth apps of yours (a GitHub App has a client id too), whose tokens can be reset and ended.'),
    apps: z
      .array(appKeyField)
      .default([])
      .describe('GitHub Apps of yours, whose installations can be suspended and whose webhook secret can be changed.'),
    'known-tokens': z
      .array(tokenField('Where a token of yours can be read.'))
      .default([])
      .describe(
        'Tokens of yours by reference, so that runs can try, reset and revoke them without an alert that shows them.',
      ),
  })
  .transform(
    ({ 'oauth-apps': oauthApps, 'known-tokens': knownTokens, ...rest }): RespondConfig => ({
      ...rest,
      oauthApps,
      knownTokens,
    }),
  );
