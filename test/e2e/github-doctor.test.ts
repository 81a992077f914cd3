import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GithubWorld } from '../../src/simulate/github/github-world.ts';
import { startSimulatedGithub } from '../../src/simulate/github/server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import type { CliRun } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';

const START = Date.UTC(2026, 2, 2, 9);
const READING = [
  'organization_administration:read',
  'organization_personal_access_tokens:read',
  'secret_scanning_alerts:read',
  'administration:read',
  'metadata:read',
];

let github: GithubWorld;
let url = '';
let cwd = '';
let close: () => Promise<void>;

beforeEach(async () => {
  const simulated = await startSimulatedGithub({ clock: new FakeClock(START), seed: 'doctor', timing: 'prompt' });
  ({ github, url, close } = simulated);
  cwd = mkdtempSync(join(tmpdir(), 'keywatch-'));
});
afterEach(async () => {
  rmSync(cwd, { recursive: true, force: true });
  await close();
});

/** Runs the self-test of an organisation as an app that may do this. */
async function doctor(
  organisation: { readonly enterprise?: string },
  may: readonly string[] = READING,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<CliRun> {
  github.createOrg({ login: 'acme', ...organisation });
  github.createRepo({ name: 'acme/shop' });
  const installed = github.createApp({ slug: 'keywatch-read', org: 'acme', may });
  const app = { id: installed.app.id, installation: installed.id, 'private-key': 'env:APP_KEY' };
  const config = { connectors: { github: { 'base-url': url, organizations: ['acme'], app, ...settings } } };
  writeFileSync(join(cwd, 'keywatch.yaml'), JSON.stringify(config));
  const held: { clock: FakeClock | null } = { clock: null };
  const work = runHere(['doctor'], {
    cwd,
    now: START,
    env: { APP_KEY: installed.app.privateKey, HOOK: 'signs the deliveries' },
    terminal: { columns: 400 },
    onStart: (system) => {
      held.clock = system.clock;
    },
  });
  await held.clock?.runUntil(work);
  return work;
}

const lines = (out: string): readonly string[] => out.split('\n').map((line) => line.trim());

describe('keywatch doctor with GitHub', () => {
  it('has nothing to complain about where all is granted and the plan has it', async () => {
    const { code, out } = await doctor({ enterprise: 'acme-inc' }, READING, { webhook: { secret: 'env:HOOK' } });
    expect(code).toBe(0);
    expect(out).toMatch(/ok +github: credentials: we are the GitHub App keywatch-read, read-only/);
    for (const part of [
      'secret scanning',
      'fine-grained tokens',
      'single sign-on credentials',
      'installed apps',
      'deploy keys',
    ])
      expect(out, part).toMatch(new RegExp(`ok +github acme: ${part}: readable`));
    expect(out).toMatch(/ok +github: webhooks: deliveries are taken/);
    expect(out).not.toMatch(/github acme: .*not visible/);
  });

  it('says plainly what an organisation without Enterprise does not show, and what is left', async () => {
    const { code, out } = await doctor({ enterprise: '' });
    expect(code).toBe(0);
    expect(out).toMatch(
      /blind +github acme: audit log: not visible to us: no use of any token is seen but last-used stamps and webhooks/,
    );
    expect(out).toContain('Comes with: GitHub Enterprise (Cloud or Server).');
    expect(out).toMatch(
      /blind +github acme: single sign-on credentials: not visible to us: classic tokens and SSH keys .* are not listed/,
    );
    expect(out).toContain('Comes with: Enterprise Cloud with SAML.');
    for (const part of ['secret scanning', 'fine-grained tokens', 'installed apps', 'deploy keys'])
      expect(out, part).toMatch(new RegExp(`ok +github acme: ${part}: readable`));
    expect(out).toMatch(/blind +github: webhooks: not set up: leaks and changes are known at the next poll only/);
  });

  it.each([
    ['secret_scanning_alerts', 'secret scanning'],
    ['organization_personal_access_tokens', 'fine-grained tokens'],
    ['organization_administration', 'audit log'],
    ['administration', 'deploy keys'],
  ])('names %s where that permission is missing', async (permission, part) => {
    const { out } = await doctor(
      { enterprise: 'acme-inc' },
      READING.filter((one) => one !== `${permission}:read`),
    );
    const all = lines(out);
    const at = all.findIndex((line) => line.includes(`github acme: ${part}: not visible to us`));
    expect(all[at]).toMatch(/^blind/);
    expect(all[at + 1]).toContain(`${permission}: read`);
  });

  it('warns of an app that may write though it only reads', async () => {
    const { out } = await doctor({ enterprise: 'acme-inc' }, [...READING, 'administration:write', 'contents:write']);
    expect(out).toMatch(/warn +github: credentials: .* may write: .*contents:write/);
  });
});
