import { type GitHubConfig, isServer } from '../config.ts';

/** Why an action is of no use under this configuration; '' where it is, null where another stands for it. */
export function unavailableAction(config: GitHubConfig, action: string): string | null {
  const { respond } = config;
  const hasClients = (respond?.oauthApps.length ?? 0) > 0;
  const hasApps = (respond?.apps.length ?? 0) > 0;
  switch (action) {
    case 'github.revoke-credential':
      return isServer(config) ? 'Enterprise Server has no such request; github.delete-on-server is its own' : '';
    case 'github.delete-on-server':
      return isServer(config) ? '' : null;
    case 'github.reset-oauth-token':
    case 'github.end-oauth-token':
    case 'github.end-oauth-grant':
      return hasClients ? '' : 'needs the app under connectors.github.respond.oauth-apps';
    case 'github.new-authorisation':
      return hasClients ? null : '';
    case 'github.suspend-installation':
      return hasApps ? '' : 'needs the app under connectors.github.respond.apps';
    case 'github.suspend-by-hand':
      return hasApps ? null : '';
    default:
      return '';
  }
}
