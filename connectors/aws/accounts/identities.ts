import type { ConnectorContext } from '../../../src/core/connector.ts';
import { aliasOf } from '../../../src/core/event.ts';
import type { AwsConfig } from '../config.ts';
import { roleArn } from '../records/user-identity.ts';
import { ownIdentity } from './accounts.ts';
import type { ReadingClients } from './reading-clients.ts';

/**
 * What is ours: the principal behind our credentials, the roles that we assume, our keys. Throws
 * rather than guess, since whatever is missing here could be chosen as a target.
 */
export async function identitiesOf(
  config: AwsConfig,
  clients: ReadingClients,
  context: ConnectorContext,
): Promise<{ readonly aliases: readonly string[]; readonly actors: readonly string[] }> {
  const own = await ownIdentity(clients, context.signal);
  const roles = config.accounts.flatMap((account) => [account.roleArn, account.respondRoleArn]);
  const keys = [await clients.ownKeyId(), ...clients.sessions];
  return {
    aliases: [...new Set(keys)].map((key) => aliasOf('aws', key)),
    actors: [...new Set([roleArn(own.arn), ...roles.filter((arn) => arn !== '')])],
  };
}
