import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { CheckResult, ConnectorContext } from '../../src/core/connector.ts';
import { fail, ok } from '../../src/kit/check-results.ts';
import type { OwnIdentity, WatchedAccount } from './accounts/accounts.ts';
import { ownIdentity } from './accounts/accounts.ts';
import { memberAccounts } from './accounts/organization.ts';
import type { ReadingClients } from './accounts/reading-clients.ts';
import { checkFeeds } from './checks/feeds.ts';
import { checkPermissions } from './checks/permissions.ts';
import { checkPower } from './checks/power.ts';
import type { CheckScope } from './checks/scope.ts';
import { checkTrails } from './checks/trails.ts';
import type { OrganizationConfig } from './config/organization.ts';
import type { AwsConfig } from './config.ts';
import { prober } from './probe.ts';

/** The self-test: can we get in, may we read what we need and no more, is there anything to read. */
export async function checkAws(
  config: AwsConfig,
  accounts: readonly WatchedAccount[],
  clients: ReadingClients,
  context: ConnectorContext,
): Promise<readonly CheckResult[]> {
  const probe = prober(context.signal);
  const results: CheckResult[] = [];
  const own = await probe('aws: credentials', 'sts:GetCallerIdentity', async () => {
    const identity = await ownIdentity(clients, context.signal);
    return { value: identity, result: ok('aws: credentials', `we are ${identity.arn}`) };
  });
  results.push(own.result);
  if (own.value === null) return results;
  if (config.organization !== undefined) results.push(await checkOrganization(config.organization, clients, context));
  for (const account of accounts) {
    const scope: CheckScope = { config, account, clients, context, probe };
    const entry = await checkEntry(scope, own.value);
    results.push(entry);
    // Behind a closed door every other aspect would only repeat it.
    if (entry.status === 'fail') continue;
    results.push(...(await checkPermissions(scope)), ...(await checkTrails(scope)));
    results.push(await checkPower(scope), ...(await checkFeeds(scope)));
  }
  return results;
}

async function checkOrganization(
  organization: OrganizationConfig,
  clients: ReadingClients,
  context: ConnectorContext,
): Promise<CheckResult> {
  const aspect = 'aws: organisation';
  const { result } = await prober(context.signal)(aspect, 'organizations:ListAccounts', async () => {
    const members = await memberAccounts(organization, clients, context.signal);
    const left = organization.leaveOut.length === 0 ? '' : `, ${organization.leaveOut.length} left out`;
    return { value: true, result: ok(aspect, `${members.length} active accounts${left}`) };
  });
  if (result.status !== 'fail') return result;
  const who = organization.listRoleArn === '' ? 'our own identity' : organization.listRoleArn;
  return {
    ...result,
    hint: `Grant organizations:ListAccounts to ${who}; the account must be the management account or a delegated administrator.`,
  };
}

/** Whether the role opens, and whether it leads where it says. */
async function checkEntry(
  { account, config, clients, context, probe }: CheckScope,
  own: OwnIdentity,
): Promise<CheckResult> {
  const aspect = `aws ${account.id}: entry`;
  const role = config.accounts.find(({ id }) => id === account.id)?.roleArn ?? '';
  const permission = role === '' ? 'sts:GetCallerIdentity' : `sts:AssumeRole on ${role}`;
  const { result } = await probe(aspect, permission, async () => {
    const command = new GetCallerIdentityCommand({});
    const answer = await clients.sts(account.id).send(command, { abortSignal: context.signal });
    if (answer.Account === account.id)
      return { value: answer.Account, result: ok(aspect, `we read as ${answer.Arn ?? own.arn}`) };
    const fact = `our credentials lead into account ${answer.Account ?? 'unknown'}`;
    return { value: null, result: fail(aspect, fact, `Name a role of ${account.id} as role-arn of this account.`) };
  });
  return result;
}
