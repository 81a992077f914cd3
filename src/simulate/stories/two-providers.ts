import type { GithubStep, GithubStory } from './github-story.ts';
import { leakedKey } from './leaked-key.ts';
import type { Story } from './story.ts';

const QUIET = '21d';
const RUNNER = 'git/2.51.0';
const THIEF = 'git/2.39.5 (Apple Git-154)';

const PRIVATE = [
  'api',
  'billing',
  'mobile',
  'infra',
  'data-pipeline',
  'support-tools',
  'design-system',
  'ops-runbooks',
];

function clone(at: string, name: string): GithubStep {
  return { at, as: 'release', from: 'intruder', use: { action: 'git.clone', repo: `acme/${name}`, agent: THIEF } };
}

/**
 * The token of a release pipeline is committed to a public repository and used a minute and a half later, from a
 * network that nobody knows, to clone everything private. In one of the clones lies the key of the build pipeline;
 * secret scanning, whose pass over that repository's history is under way, reports it too.
 */
export const tokenLeak: GithubStory = {
  org: 'acme',
  quietFor: QUIET,
  networks: {
    home: { ip: '198.51.100.24', country: 'DE' },
    office: { ip: '192.0.2.40', country: 'DE' },
    intruder: { ip: '203.0.113.66', country: 'NL' },
  },
  repos: [{ name: 'acme/website', isPublic: true }, ...PRIVATE.map((name) => ({ name: `acme/${name}` }))],
  tokens: {
    release: {
      kind: 'classic',
      owner: 'acme-release',
      name: 'release pipeline',
      scopes: ['repo'],
      may: ['metadata:read'],
      orgs: ['acme'],
    },
    anna: { kind: 'fine-grained', owner: 'anna', name: 'laptop', may: ['metadata:read'], orgs: ['acme'] },
  },
  routines: [
    {
      as: 'release',
      from: 'home',
      every: '2h',
      jitter: '30m',
      uses: [
        { action: 'git.fetch', repo: 'acme/website', agent: RUNNER },
        { action: 'git.push', repo: 'acme/website', agent: RUNNER },
      ],
    },
    {
      as: 'anna',
      from: 'office',
      every: '5h',
      jitter: '2h',
      uses: [{ action: 'git.fetch', repo: 'acme/api', agent: RUNNER }],
    },
  ],
  leaks: [
    {
      at: '5s',
      what: 'release',
      leak: {
        repo: 'acme/website',
        type: 'github_personal_access_token',
        title: 'GitHub Personal Access Token',
        path: 'scripts/publish.sh',
        line: 14,
        validity: 'active',
      },
      tells: 'finds the token of the release pipeline in acme/website, which is public; it works',
    },
    {
      at: '4m',
      what: 'pipeline key',
      leak: {
        repo: 'acme/infra',
        type: 'aws_access_key_id',
        title: 'Amazon AWS Access Key ID',
        path: 'terraform/ci.tfvars',
        line: 3,
        validity: 'active',
      },
      tells: 'finds an AWS key in acme/infra; it works, too',
    },
  ],
  steps: [
    ...PRIVATE.map((name, index) => ({
      ...clone(`${95 + index * 6}s`, name),
      ...(index === 0 ? { tells: `clones ${PRIVATE.length} private repositories with the token, acme/infra too` } : {}),
    })),
    { ...clone('10m', 'infra'), times: 24, every: '5m', tells: 'clones acme/infra once more' },
  ],
};

/** What the thief does with the key: everything of the story about it, five minutes later. */
export const keyFromClone: Story = { ...leakedKey, id: 'two-providers', quietFor: `${QUIET}5m` };

export const TWO_PROVIDERS = {
  id: 'two-providers',
  title: 'A token leaks on GitHub, and a key from a cloned repository is used on AWS',
} as const;
