import { createPublicKey, verify } from 'node:crypto';
import { numberAt, parseObject, textAt } from '../json.ts';
import { badCredentials, GitHubFault } from './fault.ts';
import type { Caller, Token } from './model.ts';
import type { World } from './world.ts';

/**
 * Who asks, by the `Authorization` header: `token` or `Bearer` for tokens and an app's JWT, `Basic` for OAuth apps.
 * @throws GitHubFault 401
 */
export function authenticate(world: World, header: string | undefined): Caller {
  if (header === undefined || header === '') return { kind: 'anonymous' };
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case 'basic':
      return oauthApp(world, value);
    case 'token':
    case 'bearer': {
      const token = world.tokens.get(value);
      if (token !== undefined && isAlive(world, token)) return working(world, token);
      if (token === undefined && value.startsWith('ey')) return appOf(world, value);
      throw badCredentials();
    }
    default:
      throw badCredentials();
  }
}

/** Tokens of a suspended installation are known and of no use. */
function working(world: World, token: Token): Caller {
  const installations = [...world.orgs.values()].flatMap((org) => org.installations);
  const own = installations.filter(({ app, org }) => app.id === token.app && token.reach.includes(org));
  if (token.app !== 0 && own.some(({ suspendedAt }) => suspendedAt !== null))
    throw new GitHubFault(403, 'This installation has been suspended');
  return { kind: 'token', token };
}

export function isAlive(world: World, token: Token): boolean {
  const now = world.clock.now();
  return (token.deadFrom === null || now < token.deadFrom) && (token.expiresAt === null || now < token.expiresAt);
}

/** Write includes read; nobody has what a fault took away. */
export function isAllowed(world: World, granted: readonly string[], permission: string): boolean {
  if (world.faults.isDenied(permission)) return false;
  const [name = '', level = ''] = permission.split(':');
  return granted.some((one) => one === '*' || one === permission || (level === 'read' && one === `${name}:write`));
}

function oauthApp(world: World, value: string): Caller {
  const [id = '', secret = ''] = Buffer.from(value, 'base64').toString().split(':');
  const app = world.oauthApps.get(id);
  if (app === undefined || app.clientSecret !== secret) throw badCredentials();
  return { kind: 'oauth-app', app };
}

/** A JWT counts for at most ten minutes and must not come from the future. */
function appOf(world: World, jwt: string): Caller {
  const [head = '', claims = '', signature = ''] = jwt.split('.');
  const said = parseObject(Buffer.from(claims, 'base64url').toString()) ?? {};
  const app = world.apps.get(numberAt(said, 'iss') ?? Number(textAt(said, 'iss')));
  if (app === undefined) throw badCredentials();
  const now = world.clock.now() / 1_000;
  const issued = numberAt(said, 'iat') ?? Number.POSITIVE_INFINITY;
  const expires = numberAt(said, 'exp') ?? 0;
  const bytes = Buffer.from(`${head}.${claims}`);
  const isSigned = verify('RSA-SHA256', bytes, createPublicKey(app.publicKey), Buffer.from(signature, 'base64url'));
  if (!isSigned || issued > now || expires <= now || expires - now > 600) throw badCredentials();
  return { kind: 'app', app };
}
