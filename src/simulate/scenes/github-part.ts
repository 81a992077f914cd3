import type { GithubWorld } from '../github/github-world.ts';
import type { Installation } from '../github/model.ts';
import type { Scene, SceneAct } from './scene.ts';

const READ = [
  'organization_administration:read',
  'organization_personal_access_tokens:read',
  'organization_hooks:read',
  'secret_scanning_alerts:read',
  'administration:read',
  'metadata:read',
];
const RESPOND = [
  'organization_administration:write',
  'organization_personal_access_tokens:write',
  'organization_hooks:write',
  'repository_hooks:write',
  'secret_scanning_alerts:write',
  'administration:write',
  'secrets:write',
  'metadata:read',
];

/** A token cannot be paused, only revoked: whoever approves it says so. */
export const codeAct: SceneAct = {
  provider: 'github',
  name: 'GitHub',
  approver: 'ana',
  irreversible: true,
  chores: [],
};

/** What a scene gets from a GitHub organisation in which Keywatch has its apps. */
export interface GithubPart extends Pick<Scene, 'environment' | 'logFiles'> {
  /** Lines of `connectors`, indented by two. */
  readonly config: string;
  secrets(): readonly string[];
}

/** Installs an app for reading and one for acting. */
export function githubPart(github: GithubWorld, org: string): GithubPart {
  const read = github.createApp({ slug: 'keywatch', org, may: READ });
  const respond = github.createApp({ slug: 'keywatch-respond', org, may: RESPOND });
  return {
    config: configText(github.world.url, org, read, respond),
    environment: { KEYWATCH_GITHUB_KEY: read.app.privateKey, KEYWATCH_GITHUB_RESPOND_KEY: respond.app.privateKey },
    logFiles: () => [github.streamFile(org)],
    secrets: () => [...github.world.tokens.keys(), read.app.privateKey, respond.app.privateKey],
  };
}

function configText(url: string, org: string, read: Installation, respond: Installation): string {
  return `  github:
    base-url: ${url}
    organizations: [${org}]
    app:
      id: ${String(read.app.id)}
      installation: ${String(read.id)}
      private-key: env:KEYWATCH_GITHUB_KEY
    respond:
      app:
        id: ${String(respond.app.id)}
        installation: ${String(respond.id)}
        private-key: env:KEYWATCH_GITHUB_RESPOND_KEY
`;
}
