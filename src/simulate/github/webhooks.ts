import { createHmac } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import type { Hook, Org, Repo } from './model.ts';
import type { World } from './world.ts';

/** One delivery of a webhook, ready to be posted; again and again with the same id. */
export interface Delivery {
  readonly hook: number;
  readonly url: string;
  readonly event: string;
  readonly id: string;
  readonly at: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Queues a delivery for each hook of the organisation or repository that wants the event. */
export function announce(world: World, org: Org, repo: Repo | undefined, event: string, payload: JsonObject): void {
  const hooks = [...org.hooks.values(), ...(repo?.hooks.values() ?? [])];
  for (const hook of hooks) {
    if (!hook.active || !(hook.events.includes(event) || hook.events.includes('*'))) continue;
    const organization = { login: org.login, id: org.id };
    const full = {
      ...payload,
      organization,
      ...(repo === undefined ? {} : { repository: repositoryView(world, repo) }),
    };
    world.deliveries.push(deliveryOf(world, hook, event, JSON.stringify(full)));
  }
}

export function repositoryView(world: World, repo: Repo): JsonObject {
  return {
    id: repo.id,
    name: repo.name,
    full_name: `${repo.owner}/${repo.name}`,
    private: repo.isPrivate,
    owner: { login: repo.owner },
    html_url: `https://github.com/${repo.owner}/${repo.name}`,
    url: `${world.url}/repos/${repo.owner}/${repo.name}`,
  };
}

function deliveryOf(world: World, hook: Hook, event: string, body: string): Delivery {
  const id = world.random.uuid();
  return {
    hook: hook.id,
    url: hook.url,
    event,
    id,
    at: world.clock.now(),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/simulated',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-github-hook-id': String(hook.id),
      'x-hub-signature-256': `sha256=${createHmac('sha256', hook.secret).update(body).digest('hex')}`,
    },
    body,
  };
}
