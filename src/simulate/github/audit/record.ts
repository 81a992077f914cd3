import type { JsonObject } from '../../json.ts';
import { defined } from '../../json.ts';
import { hashedToken, newDocumentId } from '../ids.ts';
import type { Caller, Org, Origin, Repo, Token } from '../model.ts';
import type { World } from '../world.ts';
import type { EventClass } from './journal.ts';

export interface Happening {
  readonly action: string;
  readonly org: Org;
  readonly repo?: Repo;
  readonly caller: Caller | { readonly kind: 'deploy-key'; readonly title: string; readonly fingerprint: string };
  readonly origin: Origin;
  readonly class?: EventClass;
  readonly fields?: JsonObject;
}

/** `programmatic_access_type`, as real records spell it. */
const ACCESS_TYPES: Readonly<Record<Token['kind'], string>> = {
  classic: 'Personal access token (classic)',
  'fine-grained': 'Fine-grained personal access token',
  oauth: 'OAuth access token',
  'app-user': 'GitHub App user-to-server token',
  installation: 'GitHub App server-to-server token',
};

/** Writes one event into the log; it appears there after a while. */
export function record(world: World, happening: Happening): void {
  const { org, repo } = happening;
  const { audit } = world.settings;
  const createdAt = world.clock.now();
  const at = createdAt + world.weather.between(...audit.stampLag);
  const late = world.weather.chance(audit.lateShare) ? world.weather.between(...audit.lateBy) : 0;
  const eventClass = happening.class ?? 'web';
  const documentId = newDocumentId(world.random);
  const event = defined({
    '@timestamp': at,
    _document_id: documentId,
    action: happening.action,
    ...identity(happening),
    ...place(happening),
    ...where(repo),
    org: org.login,
    org_id: org.id,
    ...(org.enterprise === '' ? {} : { business: org.enterprise }),
    ...(eventClass === 'git' ? {} : { created_at: createdAt }),
    ...happening.fields,
  });
  world.journal.add({
    event,
    class: eventClass,
    org: org.login,
    enterprise: org.enterprise,
    at,
    createdAt,
    documentId,
    visibleAt: at + world.weather.between(...audit.delay) + late,
  });
}

function identity({ caller }: Happening): JsonObject {
  switch (caller.kind) {
    case 'token': {
      const { token } = caller;
      return {
        actor: token.owner,
        actor_is_bot: token.owner.endsWith('[bot]'),
        hashed_token: hashedToken(token.text),
        ...(token.id === 0 ? {} : { token_id: token.id }),
        ...(token.scopes.length === 0 ? {} : { token_scopes: token.scopes.join(',') }),
        programmatic_access_type: ACCESS_TYPES[token.kind],
      };
    }
    case 'deploy-key':
      return {
        actor: 'deploy_key',
        programmatic_access_type: 'Public Key (User/Deploy)',
        fingerprint: caller.fingerprint,
        title: caller.title,
      };
    case 'app':
      return { actor: `${caller.app.slug}[bot]`, actor_is_bot: true };
    case 'oauth-app':
    case 'anonymous':
      return { actor: 'github' };
  }
}

/** Addresses only where the organisation shows them; never of bots. */
function place({ caller, org, origin }: Happening): JsonObject {
  const isBot = caller.kind === 'token' && caller.token.owner.endsWith('[bot]');
  return {
    user_agent: origin.agent,
    ...(org.disclosesAddresses && !isBot ? { actor_ip: origin.ip } : {}),
    ...(origin.country === '' ? {} : { actor_location: { country_code: origin.country } }),
  };
}

function where(repo: Repo | undefined): JsonObject {
  if (repo === undefined) return {};
  const name = `${repo.owner}/${repo.name}`;
  return { repo: name, repo_id: repo.id, repository: name, repository_id: repo.id, public_repo: !repo.isPrivate };
}
