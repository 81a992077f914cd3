import type { JsonObject } from '../json.ts';
import { authenticate, isAllowed } from './authenticate.ts';
import { GitHubFault, notFound } from './fault.ts';
import { type Budget, limitHeaders } from './limits.ts';
import type { Caller, Origin } from './model.ts';
import { recordRequest } from './record-request.ts';
import type { Reply, Route } from './request.ts';
import { findRoute } from './routes.ts';
import type { World } from './world.ts';

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  readonly authorization: string | undefined;
  readonly origin: Origin;
}

/** One request from authentication to answer, without what only a wire can do to it. */
export function perform(world: World, raw: RawRequest): Reply {
  const now = world.clock.now();
  let headers: Record<string, string> = {};
  try {
    const caller = authenticate(world, raw.authorization);
    const found = findRoute(raw.method, raw.path);
    if (found === undefined) throw notFound();
    const { route, params } = found;
    headers = limitHeaders(spend(world, caller, route, raw, now));
    if (!mayUse(world, caller, route, params)) throw notFound();
    noteUse(caller, now);
    const request = {
      world,
      path: raw.path,
      params,
      query: raw.query,
      body: raw.body,
      caller,
      origin: raw.origin,
      now,
    };
    const reply = route.run(request);
    recordRequest(request, route, reply.status);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  } catch (error) {
    if (error instanceof GitHubFault) return faultReply(error, headers);
    throw error;
  }
}

export function faultReply(fault: GitHubFault, headers: Readonly<Record<string, string>> = {}): Reply {
  const body = { message: fault.message, documentation_url: fault.documentation, status: String(fault.status) };
  return { status: fault.status, body, headers: { ...headers, ...fault.headers } };
}

function spend(world: World, caller: Caller, route: Route, raw: RawRequest, now: number): Budget {
  const { limits } = world.settings;
  const who = caller.kind === 'token' ? `${caller.token.owner} ${raw.origin.ip}` : `${caller.kind} ${raw.origin.ip}`;
  world.limits.points(who, route.path, raw.method === 'GET' ? 1 : 5, limits.pointsPerMinute, now);
  if (route.path === '/credentials/revoke')
    return world.limits.spend(raw.origin.ip, 'revocation', limits.revocations, now);
  if (route.resource === 'audit_log')
    return world.limits.spend(`${who} ${route.path}`, 'audit_log', limits.auditLog, now);
  return world.limits.spend(who, 'core', caller.kind === 'anonymous' ? limits.anonymous : limits.core, now);
}

/** Tokens also have to reach the organisation or account that the path names. */
function mayUse(world: World, caller: Caller, route: Route, params: Readonly<Record<string, string>>): boolean {
  switch (route.needs) {
    case 'any':
      return true;
    case 'token':
      return caller.kind === 'token';
    case 'app':
    case 'oauth-app':
      return caller.kind === route.needs;
    default: {
      if (caller.kind !== 'token' || !isAllowed(world, caller.token.may, route.needs)) return false;
      const place = params['org'] ?? params['owner'] ?? params['enterprise'];
      return place === undefined || caller.token.reach.some((one) => one === '*' || one === place);
    }
  }
}

function noteUse(caller: Caller, now: number): void {
  if (caller.kind === 'token') caller.token.lastUsedAt = now;
}
