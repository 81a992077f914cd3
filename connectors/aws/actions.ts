import type { ActionDeclaration, ActionPerformer } from '../../src/core/action.ts';
import type { ConnectorActor, ConnectorContext, RunIdentity } from '../../src/core/connector.ts';
import { createKey, createKeyPerformer } from './actions/create-key.ts';
import { deactivateKey, deactivateKeyPerformer } from './actions/deactivate-key.ts';
import { deleteKey, deleteKeyPerformer } from './actions/delete-key.ts';
import { deletePassword, deletePasswordPerformer } from './actions/delete-password.ts';
import { endSsoSessions, endSsoSessionsPerformer } from './actions/end-sso-sessions.ts';
import type { Hands } from './actions/hands.ts';
import { openHands } from './actions/open-hands.ts';
import { probeKey, probeKeyPerformer } from './actions/probe-key.ts';
import { quarantineUser, quarantineUserPerformer } from './actions/quarantine-user.ts';
import { reactivateKey, reactivateKeyPerformer } from './actions/reactivate-key.ts';
import { releasePrincipal, releasePrincipalPerformer } from './actions/release-principal.ts';
import { restoreLogging, restoreLoggingPerformer } from './actions/restore-logging.ts';
import { revokeRoleSessions, revokeRoleSessionsPerformer } from './actions/revoke-role-sessions.ts';
import { revokeUserSessions, revokeUserSessionsPerformer } from './actions/revoke-user-sessions.ts';
import { rootKey, rootKeyPerformer } from './actions/root-key.ts';
import type { AwsConfig } from './config.ts';
import { secretsManagerStore } from './secret-store.ts';

/** Each action with the half that can act. A new action is one file and one line here. */
const CATALOGUE: readonly (readonly [ActionDeclaration, (hands: Hands) => ActionPerformer])[] = [
  [rootKey, rootKeyPerformer],
  [deactivateKey, deactivateKeyPerformer],
  [quarantineUser, quarantineUserPerformer],
  [revokeUserSessions, revokeUserSessionsPerformer],
  [revokeRoleSessions, revokeRoleSessionsPerformer],
  [endSsoSessions, endSsoSessionsPerformer],
  [restoreLogging, restoreLoggingPerformer],
  [createKey, createKeyPerformer],
  [deleteKey, deleteKeyPerformer],
  [deletePassword, deletePasswordPerformer],
  [reactivateKey, reactivateKeyPerformer],
  [releasePrincipal, releasePrincipalPerformer],
  [probeKey, probeKeyPerformer],
];

export const AWS_ACTIONS: readonly ActionDeclaration[] = CATALOGUE.map(([declaration]) => declaration);

/** Opens the acting half for one approved run. Nothing is called before the first step. */
export function armAws(config: AwsConfig, context: ConnectorContext, run: RunIdentity): Promise<ConnectorActor> {
  const hands = openHands(config, context, run);
  const performers = Object.fromEntries(CATALOGUE.map(([declaration, make]) => [declaration.id, make(hands)]));
  return Promise.resolve({
    performers,
    secretStore: secretsManagerStore(hands, config.accounts[0]?.id ?? ''),
    close: () => {
      hands.close();
      return Promise.resolve();
    },
  });
}
