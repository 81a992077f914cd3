import { ListRegionsCommand } from '@aws-sdk/client-account';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  GetAccessKeyLastUsedCommand,
  GetAccountSummaryCommand,
  ListAccessKeysCommand,
  ListServiceSpecificCredentialsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import type { CheckResult } from '../../../src/core/connector.ts';
import { ok } from '../../../src/kit/check-results.ts';
import type { CheckScope } from './scope.ts';

/** One permission with the smallest request that needs it. */
type Attempt = readonly [permission: string, request: () => Promise<unknown>];

/** Each permission of the reading half, tried by using it; the missing ones by name. */
export async function checkPermissions(scope: CheckScope): Promise<readonly CheckResult[]> {
  const { account, config } = scope;
  const results: CheckResult[] = [];
  const attempts: Attempt[] = [...(await inventoryAttempts(scope))];
  if (config.sources.lookupEvents.enabled) attempts.push(...lookupAttempts(scope));
  let granted = 0;
  for (const [permission, request] of attempts) {
    const aspect = `aws ${account.id}: ${permission}`;
    const { value, result } = await scope.probe(aspect, permission.split(' ')[0] ?? permission, async () => {
      await request();
      return { value: true, result: ok(aspect, 'granted') };
    });
    if (value === null) results.push(result);
    else granted += 1;
  }
  return [
    ok(`aws ${account.id}: permissions`, `${granted} of ${attempts.length} requests that we need are allowed`),
    ...results,
  ];
}

function lookupAttempts({ account, clients, context }: CheckScope): readonly Attempt[] {
  return account.regions.map((region) => [
    `cloudtrail:LookupEvents in ${region}`,
    () =>
      clients
        .cloudTrail(account.id, region)
        .send(new LookupEventsCommand({ MaxResults: 1 }), { abortSignal: context.signal }),
  ]);
}

/** Some need a user or a key to ask about; without one they cannot be tried and are left out. */
async function inventoryAttempts(scope: CheckScope): Promise<readonly Attempt[]> {
  const { account, clients, context, config } = scope;
  const iam = clients.iam(account.id);
  const options = { abortSignal: context.signal };
  const user = (await quietly(() => iam.send(new ListUsersCommand({ MaxItems: 1 }), options)))?.Users?.[0]?.UserName;
  const keys =
    user === undefined
      ? undefined
      : await quietly(() => iam.send(new ListAccessKeysCommand({ UserName: user }), options));
  const key = keys?.AccessKeyMetadata?.[0]?.AccessKeyId;
  const attempts: Attempt[] = [
    ['iam:GetAccountSummary', () => iam.send(new GetAccountSummaryCommand({}), options)],
    ['iam:ListUsers', () => iam.send(new ListUsersCommand({ MaxItems: 1 }), options)],
  ];
  if (user !== undefined) {
    attempts.push(
      ['iam:ListAccessKeys', () => iam.send(new ListAccessKeysCommand({ UserName: user }), options)],
      [
        'iam:ListServiceSpecificCredentials',
        () => iam.send(new ListServiceSpecificCredentialsCommand({ UserName: user }), options),
      ],
    );
  }
  if (key !== undefined) {
    attempts.push([
      'iam:GetAccessKeyLastUsed',
      () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key }), options),
    ]);
  }
  if (config.accounts.find(({ id }) => id === account.id)?.regions === 'discover') {
    attempts.push([
      'account:ListRegions',
      () => clients.account(account.id).send(new ListRegionsCommand({ MaxResults: 1 }), options),
    ]);
  }
  return attempts;
}

async function quietly<T>(request: () => Promise<T>): Promise<T | null> {
  try {
    return await request();
  } catch {
    return null;
  }
}
