import type { ActionPerformer } from '../../src/core/action.ts';
import type { ConnectorActor, ConnectorContext } from '../../src/core/connector.ts';
import type { GitHubConfig } from './config.ts';
import { createDeployKeyPerformer } from './performers/create-deploy-key.ts';
import { cutAccessPerformer } from './performers/cut-access.ts';
import { deleteOnServerPerformer } from './performers/delete-on-server.ts';
import { endInstallationTokenPerformer } from './performers/end-installation-token.ts';
import { endOauthGrantPerformer, endOauthTokenPerformer } from './performers/end-oauth.ts';
import {
  newAppKeyPerformer,
  newClientSecretPerformer,
  newSshKeyPerformer,
  newTokenPerformer,
  putBackPerformer,
  suspendByHandPerformer,
} from './performers/guided.ts';
import type { Hands } from './performers/hands.ts';
import { openHands } from './performers/hands.ts';
import { removeOtherKeysPerformer, removeSshKeyPerformer } from './performers/remove-ssh-key.ts';
import { resetOauthTokenPerformer } from './performers/reset-oauth-token.ts';
import { revokeCredentialPerformer } from './performers/revoke-credential.ts';
import { rotateHookSecretPerformer } from './performers/rotate-hook-secret.ts';
import { suspendInstallationPerformer } from './performers/suspend-installation.ts';
import { switchOffHookPerformer } from './performers/switch-off-hook.ts';
import { githubSecretStore } from './secrets/secret-store.ts';

/** The acting half of each action, by the id of its declaration. A test compares the two lists. */
const PERFORMERS: Readonly<Record<string, (hands: Hands) => ActionPerformer>> = {
  'github.revoke-credential': revokeCredentialPerformer,
  'github.delete-on-server': deleteOnServerPerformer,
  'github.end-oauth-token': endOauthTokenPerformer,
  'github.end-oauth-grant': endOauthGrantPerformer,
  'github.end-installation-token': endInstallationTokenPerformer,
  'github.suspend-installation': suspendInstallationPerformer,
  'github.suspend-by-hand': suspendByHandPerformer,
  'github.cut-access': cutAccessPerformer,
  'github.remove-ssh-key': removeSshKeyPerformer,
  'github.remove-other-keys': removeOtherKeysPerformer,
  'github.switch-off-hook': switchOffHookPerformer,
  'github.reset-oauth-token': resetOauthTokenPerformer,
  'github.create-deploy-key': createDeployKeyPerformer,
  'github.rotate-hook-secret': rotateHookSecretPerformer,
  'github.new-token': newTokenPerformer,
  'github.new-authorisation': newTokenPerformer,
  'github.new-ssh-key': newSshKeyPerformer,
  'github.new-app-key': newAppKeyPerformer,
  'github.new-client-secret': newClientSecretPerformer,
  'github.put-back': putBackPerformer,
};

/** Opens the acting half for one approved run. Nothing is called before the first step. @throws AppError */
export function armGitHub(config: GitHubConfig, context: ConnectorContext): Promise<ConnectorActor> {
  const hands = openHands(config, context);
  const performers = Object.fromEntries(Object.entries(PERFORMERS).map(([id, make]) => [id, make(hands)]));
  const close = (): Promise<void> => {
    hands.found.clear();
    return Promise.resolve();
  };
  return Promise.resolve({ performers, secretStore: githubSecretStore(hands.api), close });
}
