import { ListRegionsCommand } from '@aws-sdk/client-account';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { AccountConfig, AwsConfig } from '../config.ts';
import { asking } from '../failures.ts';
import { memberAccounts, memberEntry } from './organization.ts';
import type { ReadingClients } from './reading-clients.ts';

/** An account with its regions known. */
export interface WatchedAccount {
  readonly id: string;
  readonly name: string;
  /** The home region first. */
  readonly regions: readonly string[];
  /** Why the list of regions may be incomplete, '' when it is not. */
  readonly unsure: string;
}

/** Who we are before any role is assumed. */
export interface OwnIdentity {
  readonly account: string;
  readonly arn: string;
}

export async function ownIdentity(clients: ReadingClients, signal: AbortSignal): Promise<OwnIdentity> {
  const answer = await asking(
    'find out who we are (sts:GetCallerIdentity)',
    (options) => clients.ownSts().send(new GetCallerIdentityCommand({}), options),
    signal,
  );
  if (answer.Account === undefined || answer.Arn === undefined) {
    throw new AppError('find out who we are: the answer names nobody', {
      code: 'AWS_PROVIDER_BUG',
      kind: 'provider-bug',
    });
  }
  return { account: answer.Account, arn: answer.Arn };
}

/** The configured accounts, then the others of the organisation where one is configured. @throws AppError */
export async function accountsOf(
  config: AwsConfig,
  clients: ReadingClients,
  signal: AbortSignal,
): Promise<readonly AccountConfig[]> {
  if (config.organization === undefined) return namedAccounts(config, clients, signal);
  const members = await memberAccounts(config.organization, clients, signal);
  const named = new Set(config.accounts.map(({ id }) => id));
  return [...config.accounts, ...members.filter(({ id }) => !named.has(id))];
}

/** The configured accounts, or the one that our credentials belong to. @throws AppError */
export async function namedAccounts(
  config: AwsConfig,
  clients: ReadingClients,
  signal: AbortSignal,
): Promise<readonly AccountConfig[]> {
  if (config.accounts.length > 0) return config.accounts;
  const { account, arn } = await ownIdentity(clients, signal);
  if (config.organization !== undefined) return [memberEntry({ Id: account, Arn: arn }, config.organization)];
  return [{ id: account, name: '', roleArn: '', respondRoleArn: '', externalId: '', regions: 'discover' }];
}

/**
 * Regions to watch: those configured, or those enabled. When they cannot be listed the home region
 * alone is watched, and the blind spot is stated.
 */
export async function watched(
  account: AccountConfig,
  home: string,
  clients: ReadingClients,
  context: ConnectorContext,
): Promise<WatchedAccount> {
  const { id, name } = account;
  if (account.regions !== 'discover') return { id, name, regions: homeFirst(home, account.regions), unsure: '' };
  try {
    return { id, name, regions: homeFirst(home, await enabledRegions(id, clients, context.signal)), unsure: '' };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'aborted') throw error;
    const reason = error instanceof AppError ? error.message : String(error);
    context.log('warn', 'regions could not be listed, only the home region is watched', { account: id, reason });
    const unsure = `regions of ${id} could not be listed (account:ListRegions): use outside ${home} is not seen`;
    return { id, name, regions: [home], unsure };
  }
}

async function enabledRegions(
  account: string,
  clients: ReadingClients,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = [];
  let token: string | undefined;
  do {
    const command = new ListRegionsCommand({
      RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'],
      MaxResults: 50,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await asking(
      `list the regions of ${account} (account:ListRegions)`,
      (options) => clients.account(account).send(command, options),
      signal,
    );
    for (const { RegionName } of answer.Regions ?? []) if (RegionName !== undefined) found.push(RegionName);
    token = answer.NextToken;
  } while (token !== undefined && token !== '');
  return found;
}

function homeFirst(home: string, regions: readonly string[]): readonly string[] {
  return [home, ...regions.filter((region) => region !== home).sort()];
}
