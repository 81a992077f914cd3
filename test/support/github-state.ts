import type { GithubActWorld } from './github-act-world.ts';

/** Everything that actions of ours could change; names that GitHub makes up are left out. */
export function githubStateOf({ github }: GithubActWorld): unknown {
  const { world } = github;
  const org = world.orgs.get('acme');
  return {
    // Our own live an hour, and tests let days pass.
    dead: [...world.tokens.values()]
      .filter((token) => !github.isAlive(token) && token.owner !== 'keywatch-respond[bot]')
      .map((token) => token.id),
    grants: [...(org?.grants.keys() ?? [])],
    authorizations: [...(org?.authorizations.keys() ?? [])],
    suspended: (org?.installations ?? []).map(({ suspendedAt }) => suspendedAt !== null),
    hooks: [...(org?.hooks.values() ?? [])].map(({ active, id, url }) => ({ active, id, url })),
    keys: [...world.repos.values()].map(({ deployKeys }) =>
      [...deployKeys.values()].map(({ readOnly, title }) => ({ readOnly, title })),
    ),
    secrets: [...world.shelves].map(([place, { secrets }]) => [place, ...secrets.keys()]),
  };
}
