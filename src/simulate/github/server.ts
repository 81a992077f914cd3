import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SimClock } from '../clock.ts';
import { parseObject } from '../json.ts';
import { listenOnLoopback, readBody } from '../loopback.ts';
import { GitHubFault } from './fault.ts';
import type { Fault } from './faults.ts';
import { GithubWorld } from './github-world.ts';
import { limitHeaders, secondaryLimit } from './limits.ts';
import { faultReply, perform } from './perform.ts';
import type { Reply } from './request.ts';
import type { SettingsChange } from './settings.ts';

export interface SimulatedGithubOptions {
  /** The only time there is. */
  readonly clock: SimClock;
  /** Same seed, same ids, tokens and delays. */
  readonly seed: string;
  /** Start from realistic delays (the default) or from none at all. */
  readonly timing?: 'real' | 'prompt';
  readonly settings?: SettingsChange;
}

export interface SimulatedGithub {
  /** Give it to Octokit as `baseUrl`. */
  readonly url: string;
  /** In-process control. */
  readonly github: GithubWorld;
  close(): Promise<void>;
}

const DEFAULT_IP = '192.0.2.10';

/** A loopback GitHub that Octokit talks to. Header `x-simulated-source-ip` says where a request pretends to come from. */
export async function startSimulatedGithub(options: SimulatedGithubOptions): Promise<SimulatedGithub> {
  const github = new GithubWorld(options);
  const server = createServer((request, response) => {
    serve(github, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  const loopback = await listenOnLoopback(server);
  github.world.url = loopback.url;
  return { url: loopback.url, github, close: loopback.close };
}

async function serve({ world }: GithubWorld, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = (await readBody(request)).toString();
  const url = new URL(request.url ?? '/', world.url);
  const method = request.method ?? 'GET';
  const fault = world.faults.take(method, url.pathname);
  if (fault?.kind === 'reset-before') return void response.destroy();
  const date = new Date(world.clock.now()).toUTCString();
  const early = fault === undefined ? null : replyOf(fault, world.clock.now());
  const reply =
    early ?? perform(world, { method, path: pathOf(url), query: url.searchParams, ...asked(request, text) });
  if (fault?.kind === 'reset-after') return void response.destroy();
  send(
    response,
    fault?.kind === 'repeated-cursor' ? looped(reply, url.search) : reply,
    date,
    fault?.kind === 'truncated',
  );
}

/** An enterprise server answers below `/api/v3`: it has requests for administrators, and none to revoke. */
function pathOf({ pathname }: URL): string {
  const path = pathname.replace(/^\/api\/v3(?=\/)/, '');
  const isServer = path !== pathname;
  const isElsewhere = isServer ? path === '/credentials/revoke' : path.startsWith('/admin/');
  return isElsewhere ? '/no-such-path' : path;
}

function asked(
  request: IncomingMessage,
  text: string,
): Omit<Parameters<typeof perform>[1], 'method' | 'path' | 'query'> {
  const ip = request.headers['x-simulated-source-ip'];
  return {
    body: parseObject(text) ?? {},
    authorization: request.headers.authorization,
    origin: { ip: typeof ip === 'string' ? ip : DEFAULT_IP, agent: request.headers['user-agent'] ?? '', country: '' },
  };
}

/** The whole answer where the server has not acted; null where it has to. */
function replyOf(fault: Fault, now: number): Reply | null {
  switch (fault.kind) {
    case 'error':
      return faultReply(new GitHubFault(fault.status, fault.message ?? 'Server Error'));
    case 'html':
      return { status: fault.status, headers: { 'content-type': 'text/html' }, body: HTML };
    case 'primary-limit': {
      const budget = { resource: 'core', limit: 5_000, used: 5_000, resetAt: now + 600_000 };
      return faultReply(new GitHubFault(403, 'API rate limit exceeded.', limitHeaders(budget)));
    }
    case 'secondary-limit':
      return faultReply(secondaryLimit(fault.retryAfterSeconds ?? 60));
    default:
      return null;
  }
}

const HTML = '<!DOCTYPE html><html><body><h1>Unicorn!</h1></body></html>';

/** Leads to the page on which it stands. */
function looped(reply: Reply, search: string): Reply {
  const link = reply.headers?.['link'] ?? '';
  return { ...reply, headers: { ...reply.headers, link: link.replace(/\?[^>]*(?=>; rel="next")/, search) } };
}

function bodyText(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function send(response: ServerResponse, reply: Reply, date: string, truncated: boolean): void {
  const bytes = Buffer.from(bodyText(reply.body));
  const type = reply.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  const length = reply.status === 204 ? {} : { 'content-length': String(bytes.length) };
  response.writeHead(reply.status, { date, ...type, ...reply.headers, ...length });
  if (truncated) response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
  else response.end(reply.status === 204 ? undefined : bytes);
}
