import type { ActionPerformer } from '../../src/core/action.ts';
import type { ConnectorActor, ConnectorContext, RunIdentity } from '../../src/core/connector.ts';
import { accountsOf } from './accounts/accounts.ts';
import { readingClients } from './accounts/reading-clients.ts';
import type { AwsConfig } from './config.ts';
import { createKeyPerformer } from './performers/create-key.ts';
import { deactivateKeyPerformer } from './performers/deactivate-key.ts';
import { deactivateServiceCredentialPerformer } from './performers/deactivate-service-credential.ts';
import { deleteKeyPerformer } from './performers/delete-key.ts';
import { deletePasswordPerformer } from './performers/delete-password.ts';
import { deleteServiceCredentialPerformer } from './performers/delete-service-credential.ts';
import { endSsoSessionsPerformer } from './performers/end-sso-sessions.ts';
import type { Hands } from './performers/hands.ts';
import { openHands } from './performers/open-hands.ts';
import { probeKeyPerformer } from './performers/probe-key.ts';
import { quarantineUserPerformer } from './performers/quarantine-user.ts';
import { reactivateKeyPerformer } from './performers/reactivate-key.ts';
import { reactivateServiceCredentialPerformer } from './performers/reactivate-service-credential.ts';
import { rebuildLoggingPerformer } from './performers/rebuild-logging.ts';
import { releasePrincipalPerformer } from './performers/release-principal.ts';
import { restoreLoggingPerformer } from './performers/restore-logging.ts';
import { revokeRoleSessionsPerformer } from './performers/revoke-role-sessions.ts';
import { revokeUserSessionsPerformer } from './performers/revoke-user-sessions.ts';
import { rootKeyPerformer } from './performers/root-key.ts';
import { secretsManagerStore } from './secret-store.ts';

/** The acting half of each action, by the id of its declaration. A test compares the two lists. */
const PERFORMERS: Readonly<Record<string, (hands: Hands) => ActionPerformer>> = {
  'aws.remove-root-key': rootKeyPerformer,
  'aws.deactivate-key': deactivateKeyPerformer,
  'aws.deactivate-service-credential': deactivateServiceCredentialPerformer,
  'aws.quarantine-user': quarantineUserPerformer,
  'aws.revoke-user-sessions': revokeUserSessionsPerformer,
  'aws.revoke-role-sessions': revokeRoleSessionsPerformer,
  'aws.end-sso-sessions': endSsoSessionsPerformer,
  'aws.restore-logging': restoreLoggingPerformer,
  'aws.rebuild-logging': rebuildLoggingPerformer,
  'aws.create-key': createKeyPerformer,
  'aws.delete-key': deleteKeyPerformer,
  'aws.delete-service-credential': deleteServiceCredentialPerformer,
  'aws.delete-password': deletePasswordPerformer,
  'aws.reactivate-key': reactivateKeyPerformer,
  'aws.reactivate-service-credential': reactivateServiceCredentialPerformer,
  'aws.release-principal': releasePrincipalPerformer,
  'aws.probe-key': probeKeyPerformer,
};

/** Opens the acting half for one approved run. Of an organisation the accounts are listed; nothing else is called before the first step. */
export async function armAws(given: AwsConfig, context: ConnectorContext, run: RunIdentity): Promise<ConnectorActor> {
  const config = await withMembers(given, context);
  const hands = openHands(config, context, run);
  const performers = Object.fromEntries(Object.entries(PERFORMERS).map(([id, make]) => [id, make(hands)]));
  return {
    performers,
    secretStore: secretsManagerStore(hands, given.accounts[0]?.id ?? ''),
    close: () => {
      hands.close();
      return Promise.resolve();
    },
  };
}

/** The accounts of the organisation are asked for anew: nobody acts in one that has left it. */
async function withMembers(config: AwsConfig, context: ConnectorContext): Promise<AwsConfig> {
  if (config.organization === undefined || config.organization.respondRoleName === '') return config;
  const clients = readingClients(config, context);
  try {
    return { ...config, accounts: await accountsOf(config, clients, context.signal) };
  } finally {
    clients.close();
  }
}
