import { createPrivateKey, sign } from 'node:crypto';
import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Millis } from '../../../src/core/time.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import type { AccessConfig, AppConfig, AppKeyConfig } from '../config/access.ts';
import { objectOf, textOf } from '../json.ts';
import { recordTime } from '../records/record-time.ts';
import { githubApi } from './client.ts';
import type { Signer } from './signer.ts';

/** Tokens of installations live an hour; a new one is asked for a little before. */
const EARLY: Millis = 5 * MINUTE;

/** Signs as the configuration says; null when it says nothing. The app is preferred. */
export function signerOf(access: AccessConfig, baseUrl: string, context: ConnectorContext): Signer | null {
  if (access.app !== undefined) return appSigner(access.app, baseUrl, context);
  const { token } = access;
  if (token === undefined) return null;
  return { authorization: async () => `token ${(await context.secret(token.reference)).reveal().trim()}` };
}

/** As an installation of the app: the token is fetched when it is needed and kept until shortly before its end. */
function appSigner(app: AppConfig, baseUrl: string, context: ConnectorContext): Signer {
  const api = githubApi(baseUrl, jwtSigner(app, context), context);
  let current: { readonly header: string; readonly until: Millis } | null = null;
  return {
    async authorization(signal) {
      if (current !== null && context.clock.now() < current.until) return current.header;
      const route = 'POST /app/installations/{installation_id}/access_tokens';
      const answer = await api.ask('get a token of the GitHub App', route, {
        parameters: { installation_id: app.installation },
        signal,
      });
      const token = textOf(objectOf(answer.data)['token']);
      const ends = recordTime(objectOf(answer.data)['expires_at']) ?? context.clock.now() + 10 * MINUTE;
      current = { header: `token ${token}`, until: ends - EARLY };
      return current.header;
    },
  };
}

/** As the app itself, for the few calls that only it may make. */
export function jwtSigner(app: AppKeyConfig, context: ConnectorContext): Signer {
  return {
    async authorization() {
      const pem = (await context.secret(app.privateKey.reference)).reveal();
      const now = Math.floor(context.clock.now() / SECOND);
      // A minute back for clocks that differ; ten minutes is the most that GitHub accepts.
      const claims = { iat: now - 60, exp: now + 540, iss: app.id };
      const text = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claims)}`;
      return `Bearer ${text}.${signed(text, pem)}`;
    },
  };
}

function signed(text: string, pem: string): string {
  try {
    return sign('RSA-SHA256', Buffer.from(text), createPrivateKey(pem)).toString('base64url');
  } catch {
    // The cause would quote the key.
    throw new AppError('the private key of the GitHub App cannot be read', {
      code: 'GITHUB_APP_KEY',
      kind: 'config',
      hint: 'Give the PEM file that GitHub made for the app, whole and unchanged.',
    });
  }
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
