import type { JsonObject } from '../json.ts';
import { record } from './audit/record.ts';
import { isAlive } from './authenticate.ts';
import { fingerprintOf } from './ids.ts';
import type { UseInput, UseReply } from './inputs.ts';
import type { Caller, DeployKey, Org, Origin, Repo, Token } from './model.ts';
import type { World } from './world.ts';

const AGENT = 'git/2.51.0';

/** Uses a token as its holder would: refused ones leave no trace, all others an event. */
export function useToken(world: World, token: Token, use: UseInput): UseReply {
  if (!isAlive(world, token)) return { ok: false, status: 401 };
  const { org, repo } = placeOf(world, use.repo);
  const isOpen = token.reach.some((place) => place === '*' || place === org.login);
  if (repo.isPrivate && !isOpen) return { ok: false, status: 404 };
  token.lastUsedAt = world.clock.now();
  write(world, org, repo, { kind: 'token', token }, use, 'http');
  return { ok: true };
}

/** The same over SSH with a deploy key. */
export function useDeployKey(world: World, key: DeployKey, use: UseInput): UseReply {
  const { org, repo } = placeOf(world, use.repo);
  const found = repo.deployKeys.get(key.id);
  if (found === undefined) return { ok: false, status: 401 };
  found.lastUsedAt = world.clock.now();
  write(world, org, repo, { kind: 'deploy-key', title: key.title, fingerprint: fingerprintOf(key.key) }, use, 'ssh');
  return { ok: true };
}

function placeOf(world: World, name: string): { readonly org: Org; readonly repo: Repo } {
  const repo = world.repos.get(name);
  const org = repo === undefined ? undefined : world.orgs.get(repo.owner);
  if (repo === undefined || org === undefined) throw new Error(`no simulated repository ${name} in an organisation`);
  return { org, repo };
}

function write(
  world: World,
  org: Org,
  repo: Repo,
  caller: Exclude<Caller, { kind: 'anonymous' }> | { kind: 'deploy-key'; title: string; fingerprint: string },
  use: UseInput,
  transport: 'http' | 'ssh',
): void {
  const isGit = use.action.startsWith('git.');
  const origin: Origin = { ip: use.ip, agent: use.agent ?? AGENT, country: use.country ?? '' };
  const own: JsonObject = isGit
    ? {
        transport_protocol: transport === 'http' ? 1 : 2,
        transport_protocol_name: transport,
        repository_public: !repo.isPrivate,
        user: '',
        user_id: 0,
      }
    : { operation_type: 'access' };
  record(world, {
    action: use.action,
    org,
    repo,
    caller,
    origin,
    class: isGit ? 'git' : use.action === 'api.request' ? 'stream' : 'web',
    fields: { ...own, ...use.fields },
  });
}
