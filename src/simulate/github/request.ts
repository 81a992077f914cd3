import type { JsonObject } from '../json.ts';
import type { Caller, Origin } from './model.ts';
import type { World } from './world.ts';

/** One request after routing and authentication. */
export interface GitHubRequest {
  readonly world: World;
  readonly path: string;
  /** The named parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  readonly caller: Caller;
  readonly origin: Origin;
  readonly now: number;
}

export interface Reply {
  readonly status: number;
  /** JSON; nothing where absent. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/orgs/{org}/audit-log` */
  readonly path: string;
  /**
   * Permission such as `secrets:write`; whoever lacks it gets a 404. `app` and `oauth-app` are for those alone,
   * `token` for any token, `any` for everybody.
   */
  readonly needs: string;
  /** A budget of its own. */
  readonly resource?: 'audit_log';
  run(request: GitHubRequest): Reply;
}

export const NO_CONTENT: Reply = { status: 204 };
