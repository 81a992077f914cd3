import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/time.ts';
import type { Token } from '../../src/simulate/github/model.ts';
import { type SimulatedGithub, startSimulatedGithub } from '../../src/simulate/github/server.ts';
import { FakeClock } from '../support/fake-clock.ts';
import type { CliRun } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';

const START = Date.UTC(2026, 2, 2, 9);
let clock: FakeClock;
let simulated: SimulatedGithub;
let cwd = '';
let key = '';

/** Six tokens of an organisation with a past of 100 days, watched by an app. */
beforeAll(async () => {
  clock = new FakeClock(START - 100 * DAY);
  simulated = await startSimulatedGithub({ clock, seed: 'powers', timing: 'prompt' });
  const { github } = simulated;
  github.createOrg({ login: 'acme' });
  github.createRepo({ name: 'acme/shop' });
  const may = ['organization_administration:read', 'organization_personal_access_tokens:read', 'metadata:read'];
  const installed = github.createApp({ slug: 'keywatch-read', org: 'acme', may });
  key = installed.app.privateKey;
  github.createApp({ slug: 'builder', org: 'acme', may: ['contents:write'] });
  const token = (owner: string, permission: string, expiresAt?: number): Token => {
    const end = expiresAt === undefined ? {} : { expiresAt };
    return github.createToken({
      kind: 'fine-grained',
      owner,
      may: [permission, 'metadata:read'],
      orgs: ['acme'],
      ...end,
    });
  };
  const reader = token('only-reads', 'contents:write');
  const writer = token('really-writes', 'contents:write');
  token('never-used', 'administration:write');
  token('only-may-read', 'contents:read');
  token('long-gone', 'contents:write', START - 50 * DAY);
  clock.set(START - 3 * DAY);
  const young = token('stamp-alone', 'contents:write');
  young.lastUsedAt = START - DAY;
  const use = { repo: 'acme/shop', ip: '198.51.100.7', agent: 'git/2.49.0' };
  for (let day = 2; day > 0; day -= 1) {
    clock.set(START - day * DAY);
    github.useToken(reader, { ...use, action: 'git.fetch' });
    github.useToken(writer, { ...use, action: 'git.push' });
  }
  clock.set(START);
  cwd = mkdtempSync(join(tmpdir(), 'keywatch-'));
  const app = { id: installed.app.id, installation: installed.id, 'private-key': 'env:APP_KEY' };
  const config = { 'base-url': simulated.url, organizations: ['acme'], app };
  writeFileSync(join(cwd, 'keywatch.yaml'), JSON.stringify({ connectors: { github: config } }));
  await run('poll');
  await run('keys', 'refresh');
});
afterAll(async () => {
  rmSync(cwd, { recursive: true, force: true });
  await simulated.close();
});

async function run(...args: string[]): Promise<CliRun> {
  const held: { clock: FakeClock | null } = { clock: null };
  const work = runHere(args, {
    cwd,
    now: START,
    env: { APP_KEY: key },
    onStart: (system) => {
      held.clock = system.clock;
    },
  });
  await held.clock?.runUntil(work);
  return work;
}

interface Row {
  readonly actor: string;
  readonly powers: readonly string[] | null;
  readonly use: string | null;
}

async function rows(...args: string[]): Promise<readonly Row[]> {
  const { out } = await run('keys', ...args, '--format', 'json');
  return (JSON.parse(out) as { readonly credentials: readonly Row[] }).credentials;
}

const actors = async (...args: string[]): Promise<readonly string[]> =>
  (await rows('--kind', 'token', ...args)).map(({ actor }) => actor);

describe('keywatch keys --over-powered', () => {
  it('lists what may change things and was only seen to read, or not at all, and says what cannot be told', async () => {
    const { code, err, out } = await run('keys', '--over-powered');
    expect(code).toBe(0);
    expect(out).toMatch(/MAY +DID/);
    expect(out).toMatch(/only-reads .*contents:write +reads only/);
    expect(out).toMatch(/never-used .*administration:write +nothing/);
    expect(out).not.toMatch(/really-writes|only-may-read|long-gone|stamp-alone/);
    expect(err).toBe('Of 2 others that may change things no record says what they are used for.\n');
  });

  it('is for machines, too', async () => {
    expect((await rows('--over-powered')).toSorted((a, b) => a.actor.localeCompare(b.actor))).toMatchObject([
      { actor: 'never-used', powers: ['administration:write'], use: 'none' },
      { actor: 'only-reads', powers: ['contents:write'], use: 'reads' },
    ]);
    const { out } = await run('keys', '--over-powered', '--format', 'csv');
    expect(out.trim().split('\n')).toHaveLength(3);
    const lines = (await run('keys', '--over-powered', '--format', 'ndjson')).out.trim().split('\n');
    expect(new Set(lines.map((line) => (JSON.parse(line) as Row).use))).toEqual(new Set(['none', 'reads']));
  });

  it('is told of a single one, too', async () => {
    const [first] = await rows('--over-powered', '--owner', 'never-used');
    expect(first).toBeDefined();
    const { out } = await run('keys', 'show', (first as Row & { readonly credential: string }).credential);
    expect(out).toMatch(/may change administration:write/);
  });
});

describe('keywatch keys --aged', () => {
  it('lists what is still good after 90 days, the oldest first', async () => {
    expect(await actors('--aged')).toEqual(expect.arrayContaining(['only-reads', 'really-writes', 'never-used']));
    expect(await actors('--aged')).not.toEqual(expect.arrayContaining(['long-gone']));
    expect(await actors('--aged')).not.toContain('stamp-alone');
  });

  it('takes another age, and other filters beside it', async () => {
    expect(await actors('--aged', '2d')).toContain('stamp-alone');
    expect((await actors('--aged', '2d')).at(-1)).toBe('stamp-alone');
    expect(await actors('--aged', '--over-powered')).toEqual(expect.arrayContaining(['only-reads', 'never-used']));
    expect(await actors('--aged', '101d')).toEqual([]);
  });

  it.each([
    [['--aged', '--older-than', '30d'], '--aged and --older-than say the same'],
    [['--aged', '--state', 'active'], '--aged asks for what is still good'],
    [['--aged', 'old'], '--aged'],
  ])('refuses %j', async (args, words) => {
    const { code, err } = await run('keys', ...args);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});
