import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Secret } from '../../../src/core/secret.ts';
import type { Clock } from '../../../src/core/time.ts';
import { signerOf } from '../app-token.ts';
import type { GitHubApi } from '../client.ts';
import { githubApi } from '../client.ts';
import type { GitHubConfig } from '../config.ts';

/** What the actions of one run act with: one request a call, no retry. */
export interface Hands {
  readonly clock: Clock;
  readonly baseUrl: string;
  /** Organisations and single repositories (`owner/name`) that we may look at. */
  readonly organizations: readonly string[];
  readonly repositories: readonly string[];
  /** The acting identity. */
  readonly api: GitHubApi;
  /** Without any credential. */
  readonly anonymous: GitHubApi;
  /** As the token under test. */
  as(token: Secret): GitHubApi;
}

/** @throws AppError when the configuration gives nothing to act with */
export function openHands(config: GitHubConfig, context: ConnectorContext): Hands {
  const { baseUrl, organizations, repositories, respond } = config;
  const signer = respond === undefined ? null : signerOf(respond, baseUrl, context);
  if (signer === null) {
    throw new AppError('Keywatch has nothing to act with on GitHub', {
      code: 'GITHUB_NOT_ARMED',
      kind: 'config',
      hint: 'Set connectors.github.respond: an app or a token of its own, not the one for reading.',
    });
  }
  return {
    clock: context.clock,
    baseUrl,
    organizations,
    repositories,
    api: githubApi(baseUrl, signer, context),
    anonymous: githubApi(baseUrl, null, context),
    as: (token) => githubApi(baseUrl, { authorization: () => Promise.resolve(`token ${token.reveal()}`) }, context),
  };
}
