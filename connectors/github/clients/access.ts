import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { GitHubConfig } from '../config.ts';
import { jwtSigner, signerOf } from './app-token.ts';
import type { GitHubApi } from './client.ts';
import { githubApi } from './client.ts';
import type { Signer } from './signer.ts';

/** The identities that reading uses. */
export interface Access {
  /** App installation or token. */
  readonly api: GitHubApi;
  /** For the enterprise; the same as `api` where no other token is given. */
  readonly enterprise: GitHubApi;
  /** As the app itself; null without an app. */
  readonly app: GitHubApi | null;
}

/** @throws AppError when the configuration names no credential */
export function accessOf(config: GitHubConfig, context: ConnectorContext): Access {
  const signer: Signer | null = signerOf(config.access, config.baseUrl, context);
  const own =
    config.enterpriseToken === undefined ? null : signerOf({ token: config.enterpriseToken }, config.baseUrl, context);
  const main = signer ?? own;
  if (main === null) {
    throw new AppError('the GitHub connector has no credential', {
      code: 'GITHUB_NO_CREDENTIAL',
      kind: 'config',
      hint: 'Set connectors.github.app or connectors.github.token.',
    });
  }
  const { app } = config.access;
  return {
    api: githubApi(config.baseUrl, main, context),
    enterprise: githubApi(config.baseUrl, own ?? main, context),
    app: app === undefined ? null : githubApi(config.baseUrl, jwtSigner(app, context), context),
  };
}
