import type { GitHubConfig } from './config.ts';

/** Why an action is of no use under this configuration; '' where it is. */
export function unavailableAction(config: GitHubConfig, action: string): string {
  const { respond } = config;
  const hasClients = (respond?.oauthApps.length ?? 0) > 0;
  const hasApps = (respond?.apps.length ?? 0) > 0;
  switch (action) {
    case 'github.reset-oauth-token':
    case 'github.end-oauth-token':
    case 'github.end-oauth-grant':
      return hasClients ? '' : 'needs the app under connectors.github.respond.oauth-apps';
    case 'github.new-authorisation':
      return hasClients ? 'github.reset-oauth-token does it by request' : '';
    case 'github.suspend-installation':
      return hasApps ? '' : 'needs the app under connectors.github.respond.apps';
    case 'github.suspend-by-hand':
      return hasApps ? 'github.suspend-installation does it by request' : '';
    default:
      return '';
  }
}
