import { Octokit } from '@octokit/rest';
import { ManualClock } from '../../src/simulate/clock.ts';
import type { GithubWorld } from '../../src/simulate/github/github-world.ts';
import type { Token } from '../../src/simulate/github/model.ts';
import { type SimulatedGithubOptions, startSimulatedGithub } from '../../src/simulate/github/server.ts';

export const GITHUB_START = '2026-11-23T12:00:00Z';

export interface GithubStage {
  readonly url: string;
  readonly github: GithubWorld;
  readonly clock: ManualClock;
  /** The real client, with a token or without any. */
  client(token?: Token): Octokit;
  close(): Promise<void>;
}

const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {
  /* Octokit prints failures otherwise. */
}

/** Organisation `acme` with a public and two private repositories, no delays unless asked for. */
export async function startGithubStage(options: Partial<SimulatedGithubOptions> = {}): Promise<GithubStage> {
  const clock = new ManualClock(GITHUB_START);
  const { close, github, url } = await startSimulatedGithub({ clock, seed: 'test', timing: 'prompt', ...options });
  github.createOrg({ login: 'acme' });
  github.createRepo({ name: 'acme/site', isPublic: true });
  github.createRepo({ name: 'acme/api' });
  github.createRepo({ name: 'acme/infra' });
  return {
    url,
    github,
    clock,
    client: (token) => new Octokit({ baseUrl: url, log: SILENT, ...(token === undefined ? {} : { auth: token.text }) }),
    close,
  };
}
