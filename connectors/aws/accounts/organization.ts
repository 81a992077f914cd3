import { type Account, ListAccountsCommand } from '@aws-sdk/client-organizations';
import type { OrganizationConfig } from '../config/organization.ts';
import type { AccountConfig } from '../config.ts';
import { asking } from '../failures.ts';
import type { ReadingClients } from './reading-clients.ts';

/**
 * The active accounts of the organisation with the roles that lead into them. Answered to the
 * management account and to delegated administrators alone.
 * @throws AppError
 */
export async function memberAccounts(
  config: OrganizationConfig,
  clients: ReadingClients,
  signal: AbortSignal,
): Promise<readonly AccountConfig[]> {
  const found: AccountConfig[] = [];
  let token: string | undefined;
  do {
    const command = new ListAccountsCommand(token === undefined ? {} : { NextToken: token });
    const answer = await asking(
      'list the accounts of the organisation (organizations:ListAccounts)',
      (options) => clients.organizations().send(command, options),
      signal,
    );
    for (const account of answer.Accounts ?? [])
      if (isWatched(account, config)) found.push(memberEntry(account, config));
    token = answer.NextToken;
  } while (token !== undefined && token !== '');
  return found;
}

/** Closed and suspended accounts let nobody in. `Status` is what `State` was called until September 2026. */
function isWatched({ Id: id, State, Status }: Account, { leaveOut }: OrganizationConfig): boolean {
  return id !== undefined && (State ?? Status) === 'ACTIVE' && !leaveOut.includes(id);
}

/** An account of the organisation with the roles that lead into it. @param account any ARN of it tells the partition */
export function memberEntry({ Id: id = '', Arn, Name }: Account, config: OrganizationConfig): AccountConfig {
  const partition = /^arn:([a-z-]+):/.exec(Arn ?? '')?.[1] ?? 'aws';
  const role = (name: string): string => (name === '' ? '' : `arn:${partition}:iam::${id}:role/${name}`);
  return {
    id,
    name: Name ?? '',
    roleArn: role(config.roleName),
    respondRoleArn: role(config.respondRoleName),
    externalId: config.externalId,
    regions: config.regions,
  };
}
