import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Secret } from '../../../src/core/secret.ts';
import type { Clock } from '../../../src/core/time.ts';
import { jwtSigner, signerOf } from '../clients/app-token.ts';
import type { GitHubApi } from '../clients/client.ts';
import { githubApi } from '../clients/client.ts';
import { clientSigner } from '../clients/client-signer.ts';
import type { GitHubConfig } from '../config.ts';
import { HourlyBudget } from './hourly-budget.ts';

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
  /** Of requests to revoke. */
  readonly revocations: HourlyBudget;
  /** Apps of ours by client id, as the owner of their tokens. */
  readonly oauthApps: readonly { readonly clientId: string; readonly api: GitHubApi }[];
  /** GitHub Apps of ours, as themselves. */
  readonly apps: readonly { readonly id: string; readonly api: GitHubApi }[];
  /** Reads tokens of ours where the configuration says that they are. @throws AppError */
  readonly knownTokens: readonly (() => Promise<Secret>)[];
  /** Tokens found so far, by SHA-256: a run asks for the same one every few seconds until it is dead. Memory only. */
  readonly found: Map<string, Secret>;
  /** As the token under test. */
  as(token: Secret): GitHubApi;
}

/** GitHub's own limit, by address. */
const REVOCATIONS_AN_HOUR = 60;

/** @throws AppError when the configuration gives nothing to act with */
export function openHands(config: GitHubConfig, context: ConnectorContext): Hands {
  const { baseUrl, organizations, repositories, respond } = config;
  const signer = respond === undefined ? null : signerOf(respond, baseUrl, context);
  if (respond === undefined || signer === null) {
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
    revocations: new HourlyBudget('requests to revoke', REVOCATIONS_AN_HOUR, context.clock),
    oauthApps: respond.oauthApps.map((app) => ({
      clientId: app.clientId,
      api: githubApi(baseUrl, clientSigner(app, context), context),
    })),
    apps: respond.apps.map((app) => ({ id: app.id, api: githubApi(baseUrl, jwtSigner(app, context), context) })),
    knownTokens: respond.knownTokens.map(
      ({ reference }) =>
        () =>
          context.secret(reference),
    ),
    found: new Map(),
    as: (token) => githubApi(baseUrl, { authorization: () => Promise.resolve(`token ${token.reveal()}`) }, context),
  };
}
