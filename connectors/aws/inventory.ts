import type { AccessKeyMetadata, ServiceSpecificCredentialMetadata, User } from '@aws-sdk/client-iam';
import {
  GetAccessKeyLastUsedCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListServiceSpecificCredentialsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import type { ConnectorContext } from '../../src/core/connector.ts';
import type { CredentialState, InventoryItem } from '../../src/core/credential.ts';
import { AppError } from '../../src/core/errors.ts';
import { aliasOf } from '../../src/core/event.ts';
import type { WatchedAccount } from './accounts/accounts.ts';
import type { ReadingClients } from './accounts/reading-clients.ts';
import { asking } from './failures.ts';
import { rootKeys } from './root-keys.ts';

const PAGE_SIZE = 100;

/**
 * Long-lived credentials of all accounts: the root user's keys, then access keys and
 * service-specific credentials user by user, a page of users at a time. Sessions are in no list.
 * @throws AppError at the end, when an account could not be listed: the others have been by then
 */
export async function* inventoryOf(
  accounts: readonly WatchedAccount[],
  clients: ReadingClients,
  context: ConnectorContext,
): AsyncGenerator<readonly InventoryItem[]> {
  const failures: AppError[] = [];
  for (const { id } of accounts) {
    try {
      yield* accountPages({ account: id, iam: clients.iam(id), signal: context.signal });
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'aborted') throw error;
      failures.push(error);
    }
  }
  const [first, ...others] = failures;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} other accounts)`;
  throw new AppError(`${first.message}${more}`, { code: first.code, kind: first.kind, hint: first.hint });
}

async function* accountPages(scope: Scope): AsyncGenerator<readonly InventoryItem[]> {
  const root = await rootKeys(scope.account, scope.iam, scope.signal);
  if (root.length > 0) yield root;
  yield* userPages(scope);
}

interface Scope {
  readonly account: string;
  readonly iam: IAMClient;
  readonly signal: AbortSignal;
}

async function* userPages(scope: Scope): AsyncGenerator<readonly InventoryItem[]> {
  let marker: string | undefined;
  do {
    const command = new ListUsersCommand({ MaxItems: PAGE_SIZE, ...(marker === undefined ? {} : { Marker: marker }) });
    const answer = await asking(
      `list the users of ${scope.account} (iam:ListUsers)`,
      (options) => scope.iam.send(command, options),
      scope.signal,
    );
    // An answer that is no list would look like an account without users.
    if (answer.Users === undefined) throw noList(scope.account);
    const items: InventoryItem[] = [];
    for (const user of answer.Users) items.push(...(await credentialsOf(user, scope)));
    if (items.length > 0) yield items;
    marker = answer.IsTruncated === true ? answer.Marker : undefined;
  } while (marker !== undefined);
}

async function credentialsOf(user: User, scope: Scope): Promise<readonly InventoryItem[]> {
  const { UserName, Arn = '' } = user;
  if (UserName === undefined) return [];
  const keys = await asking(
    `list the access keys of ${UserName} (iam:ListAccessKeys)`,
    (options) => scope.iam.send(new ListAccessKeysCommand({ UserName }), options),
    scope.signal,
  );
  const services = await asking(
    `list the service credentials of ${UserName} (iam:ListServiceSpecificCredentials)`,
    (options) => scope.iam.send(new ListServiceSpecificCredentialsCommand({ UserName }), options),
    scope.signal,
  );
  const items: InventoryItem[] = [];
  for (const key of keys.AccessKeyMetadata ?? []) items.push(...(await accessKey(key, Arn, scope)));
  return [
    ...items,
    ...(services.ServiceSpecificCredentials ?? []).flatMap((one) => serviceCredential(one, Arn, scope)),
  ];
}

async function accessKey(key: AccessKeyMetadata, actor: string, scope: Scope): Promise<readonly InventoryItem[]> {
  const { AccessKeyId, Status, CreateDate } = key;
  if (AccessKeyId === undefined) return [];
  const answer = await asking(
    `ask for the last use of ${AccessKeyId} (iam:GetAccessKeyLastUsed)`,
    (options) => scope.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }), options),
    scope.signal,
  );
  const used = answer.AccessKeyLastUsed;
  const lastUsed = used?.LastUsedDate?.getTime() ?? null;
  return [
    {
      alias: aliasOf('aws', AccessKeyId),
      kind: 'key',
      actor,
      account: scope.account,
      state: stateOf(Status),
      createdAt: CreateDate?.getTime() ?? null,
      expiresAt: null,
      lastUsed,
      lastUsedDetail: lastUsed === null ? '' : `${used?.ServiceName ?? '?'} in ${used?.Region ?? '?'}`,
    },
  ];
}

function serviceCredential(
  one: ServiceSpecificCredentialMetadata,
  actor: string,
  scope: Scope,
): readonly InventoryItem[] {
  const { ServiceSpecificCredentialId: id, Status, CreateDate, ExpirationDate, ServiceName } = one;
  if (id === undefined) return [];
  return [
    {
      alias: aliasOf('aws', id),
      kind: 'token',
      actor,
      account: scope.account,
      state: stateOf(Status),
      createdAt: CreateDate?.getTime() ?? null,
      expiresAt: ExpirationDate?.getTime() ?? null,
      // AWS keeps no last-used stamp for these.
      lastUsed: null,
      lastUsedDetail: ServiceName ?? '',
    },
  ];
}

function noList(account: string): AppError {
  return new AppError(`list the users of ${account} (iam:ListUsers): the answer is no list of users`, {
    code: 'AWS_PROVIDER_BUG',
    kind: 'provider-bug',
  });
}

function stateOf(status: string | undefined): CredentialState {
  if (status === 'Active') return 'active';
  if (status === 'Expired') return 'expired';
  return status === 'Inactive' ? 'inactive' : 'unknown';
}
