import { type ZodType, z } from 'zod';
import type { SecretRef } from '../../../src/core/secret-ref.ts';
import { secretRefField } from '../../../src/kit/config-fields.ts';

/** A GitHub App that we are or own. */
export interface AppKeyConfig {
  readonly id: string;
  readonly privateKey: SecretRef;
}

/** An installed GitHub App, which is the best identity: own budget, tied to no person. */
export interface AppConfig extends AppKeyConfig {
  readonly installation: string;
}

/** How requests are signed: as an app, or with a token. */
export interface AccessConfig {
  readonly token?: SecretRef | undefined;
  readonly app?: AppConfig | undefined;
}

const number = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,15}$|^Iv[A-Za-z0-9.]+$/, 'must be an id'));

const id = number.describe('App id, or client id.');
const privateKey = secretRefField('Private key of the app in PEM form.', { title: 'private key' });

export function tokenField(description: string): ZodType<SecretRef> {
  return secretRefField(description, {
    title: 'GitHub token',
    formats: [
      'github.classic-token',
      'github.fine-grained-token',
      'github.oauth-token',
      'github.app-user-token',
      'github.installation-token',
      'github.short-installation-token',
    ],
  });
}

export const appField: ZodType<AppConfig> = z
  .strictObject({
    id,
    installation: number.describe('Id of its installation in the organisation.'),
    'private-key': privateKey,
  })
  .transform(({ 'private-key': key, ...app }): AppConfig => ({ ...app, privateKey: key }));

export const appKeyField: ZodType<AppKeyConfig> = z
  .strictObject({ id, 'private-key': privateKey })
  .transform(({ 'private-key': key, ...app }): AppKeyConfig => ({ ...app, privateKey: key }));
