import type { ActionDeclaration } from '../../src/core/action.ts';
import { createKey } from './actions/create-key.ts';
import { deactivateKey } from './actions/deactivate-key.ts';
import { deactivateServiceCredential } from './actions/deactivate-service-credential.ts';
import { deleteKey } from './actions/delete-key.ts';
import { deletePassword } from './actions/delete-password.ts';
import { deleteServiceCredential } from './actions/delete-service-credential.ts';
import { endSsoSessions } from './actions/end-sso-sessions.ts';
import { probeKey } from './actions/probe-key.ts';
import { quarantineUser } from './actions/quarantine-user.ts';
import { reactivateKey } from './actions/reactivate-key.ts';
import { reactivateServiceCredential } from './actions/reactivate-service-credential.ts';
import { rebuildLogging } from './actions/rebuild-logging.ts';
import { releasePrincipal } from './actions/release-principal.ts';
import { restoreLogging } from './actions/restore-logging.ts';
import { revokeRoleSessions } from './actions/revoke-role-sessions.ts';
import { revokeUserSessions } from './actions/revoke-user-sessions.ts';
import { rootKey } from './actions/root-key.ts';

/**
 * What can be done, without anything that could do it: a dry run loads no more. The acting half
 * of each stands in `performers/` under the same name and in `arm.ts`.
 */
export const AWS_ACTIONS: readonly ActionDeclaration[] = [
  rootKey,
  deactivateKey,
  deactivateServiceCredential,
  quarantineUser,
  revokeUserSessions,
  revokeRoleSessions,
  endSsoSessions,
  restoreLogging,
  rebuildLogging,
  createKey,
  deleteKey,
  deleteServiceCredential,
  deletePassword,
  reactivateKey,
  reactivateServiceCredential,
  releasePrincipal,
  probeKey,
];
