import type { Route } from './request.ts';
import { ALERT_ROUTES } from './routes/alerts.ts';
import { APP_ROUTES } from './routes/apps.ts';
import { AUDIT_ROUTES } from './routes/audit.ts';
import { AUTHORIZATION_ROUTES } from './routes/authorizations.ts';
import { DEPLOY_KEY_ROUTES } from './routes/deploy-keys.ts';
import { GRANT_ROUTES } from './routes/grants.ts';
import { HOOK_ROUTES } from './routes/hooks.ts';
import { OAUTH_ROUTES } from './routes/oauth-apps.ts';
import { REPOSITORY_ROUTES } from './routes/repositories.ts';
import { REVOKE_ROUTES } from './routes/revoke.ts';
import { SECRET_ROUTES } from './routes/secrets.ts';
import { SERVER_ADMIN_ROUTES } from './routes/server-admin.ts';
import { SUSPENSION_ROUTES } from './routes/suspension.ts';
import { USER_ROUTES } from './routes/users.ts';

const ROUTES: readonly Route[] = [
  ...AUDIT_ROUTES,
  ...ALERT_ROUTES,
  ...GRANT_ROUTES,
  ...AUTHORIZATION_ROUTES,
  ...APP_ROUTES,
  ...SUSPENSION_ROUTES,
  ...DEPLOY_KEY_ROUTES,
  ...REVOKE_ROUTES,
  ...OAUTH_ROUTES,
  ...SECRET_ROUTES,
  ...SERVER_ADMIN_ROUTES,
  ...HOOK_ROUTES,
  ...REPOSITORY_ROUTES,
  ...USER_ROUTES,
];

const COMPILED = ROUTES.map((route) => ({ route, parts: route.path.split('/') }));

/** The route for a path, with the named parts decoded. A slash at the end matches nothing, as on GitHub. */
export function findRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
  const given = path.split('/');
  for (const { route, parts } of COMPILED) {
    if (route.method !== method || parts.length !== given.length) continue;
    const params = paramsOf(parts, given);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

function paramsOf(parts: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}
