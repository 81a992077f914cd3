import type { ActionDeclaration } from '../../src/core/action.ts';
import { createDeployKey } from './actions/create-deploy-key.ts';
import { cutAccess } from './actions/cut-access.ts';
import { deleteOnServer } from './actions/delete-on-server.ts';
import { endInstallationToken } from './actions/end-installation-token.ts';
import { endOauthGrant } from './actions/end-oauth-grant.ts';
import { endOauthToken } from './actions/end-oauth-token.ts';
import { newAppKey } from './actions/new-app-key.ts';
import { newAuthorisation } from './actions/new-authorisation.ts';
import { newClientSecret } from './actions/new-client-secret.ts';
import { newSshKey } from './actions/new-ssh-key.ts';
import { newToken } from './actions/new-token.ts';
import { putBack } from './actions/put-back.ts';
import { removeOtherKeys } from './actions/remove-other-keys.ts';
import { removeSshKey } from './actions/remove-ssh-key.ts';
import { resetOauthToken } from './actions/reset-oauth-token.ts';
import { revokeCredential } from './actions/revoke-credential.ts';
import { rotateHookSecret } from './actions/rotate-hook-secret.ts';
import { suspendByHand } from './actions/suspend-by-hand.ts';
import { suspendInstallation } from './actions/suspend-installation.ts';
import { switchOffHook } from './actions/switch-off-hook.ts';

/** What can be done, without anything that could do it; the acting halves stand in `performers/` and `arm.ts`. */
export const GITHUB_ACTIONS: readonly ActionDeclaration[] = [
  revokeCredential,
  deleteOnServer,
  endOauthToken,
  endOauthGrant,
  endInstallationToken,
  suspendInstallation,
  suspendByHand,
  cutAccess,
  removeSshKey,
  removeOtherKeys,
  switchOffHook,
  resetOauthToken,
  createDeployKey,
  rotateHookSecret,
  newToken,
  newAuthorisation,
  newSshKey,
  newAppKey,
  newClientSecret,
  putBack,
];
