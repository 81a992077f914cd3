import type { ActionDeclaration } from '../../src/core/action.ts';
import { createDeployKey } from './actions/create-deploy-key.ts';
import { cutAccess } from './actions/cut-access.ts';
import { endInstallationToken } from './actions/end-installation-token.ts';
import { newAppKey } from './actions/new-app-key.ts';
import { newToken } from './actions/new-token.ts';
import { removeSshKey } from './actions/remove-ssh-key.ts';
import { revokeCredential } from './actions/revoke-credential.ts';
import { rotateHookSecret } from './actions/rotate-hook-secret.ts';
import { switchOffHook } from './actions/switch-off-hook.ts';

/** What can be done, without anything that could do it; the acting halves stand in `performers/` and `arm.ts`. */
export const GITHUB_ACTIONS: readonly ActionDeclaration[] = [
  revokeCredential,
  endInstallationToken,
  cutAccess,
  removeSshKey,
  switchOffHook,
  createDeployKey,
  rotateHookSecret,
  newToken,
  newAppKey,
];
