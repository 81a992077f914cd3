import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/core/playbook.ts';
import type { Token } from '../../src/simulate/github/model.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import { aGithubActWorld } from '../support/github-act-world.ts';
import type { CliRun } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';
import { useTempFolders } from '../support/temp-folder.ts';

const folders = useTempFolders();
let world: GithubActWorld;
let token: Token;
let cwd = '';
let env: Record<string, string>;

beforeEach(async () => {
  world = await aGithubActWorld();
  const { config, github, shop } = world;
  token = github.createToken({ kind: 'oauth', owner: 'anna', client: shop.clientId });
  cwd = folders();
  const acting = [...github.world.apps.values()][0];
  const installation = github.world.orgs.get('acme')?.installations[0];
  env = { APP_KEY: acting?.privateKey ?? '', CLIENT_SECRET: shop.clientSecret, SHOP_TOKEN: token.text };
  const app = { id: acting?.id, installation: installation?.id, 'private-key': 'env:APP_KEY' };
  const settings = {
    connectors: {
      github: {
        'base-url': config.baseUrl,
        organizations: ['acme'],
        app,
        respond: {
          app,
          'oauth-apps': [{ 'client-id': shop.clientId, 'client-secret': 'env:CLIENT_SECRET' }],
          'known-tokens': ['env:SHOP_TOKEN'],
        },
      },
    },
    credentials: [
      {
        match: 'github:*',
        name: 'shop',
        owner: 'team-shop',
        consumers: [{ store: 'github', target: 'actions/acme/api/SHOP_TOKEN' }],
      },
    ],
  };
  writeFileSync(join(cwd, 'keywatch.yaml'), JSON.stringify(settings));
  await run(['keys', 'refresh']);
});
afterEach(() => world.close());

async function run(args: readonly string[], stdin: string = ''): Promise<CliRun> {
  const held: { clock: FakeClock | null } = { clock: null };
  const work = runHere(args, {
    cwd,
    now: world.clock.now(),
    env,
    stdin,
    onStart: ({ clock }) => {
      held.clock = clock;
    },
  });
  await held.clock?.runUntil(work);
  return work;
}

async function incidentOf(stdin: string, ...args: readonly string[]): Promise<string> {
  const told = await run(['leak', ...args, '--public', '--place', 'pastebin', '--format', 'json'], stdin);
  expect({ code: told.code, err: told.err }).toEqual({ code: 0, err: '' });
  const { incidents } = JSON.parse((await run(['incidents', '--format', 'json'])).out) as {
    incidents: readonly { id: string }[];
  };
  return incidents[0]?.id ?? '';
}

async function planFor(incident: string, playbook: string): Promise<Plan> {
  const { out } = await run(['respond', 'plan', incident, '--playbook', playbook, '--format', 'json']);
  return (JSON.parse(out) as { plan: Plan }).plan;
}

describe('an OAuth token that somebody reports by hand', () => {
  it('is known for what it is by its form alone, and rotated with one approval', async () => {
    const incident = await incidentOf(token.text, '--secret', '-');
    const plan = await planFor(incident, 'rotate-credential');
    expect(plan.steps.slice(0, 3).map(({ action, mode }) => [action, mode])).toEqual([
      ['github.reset-oauth-token', 'gated'],
      ['github.end-oauth-token', 'gated'],
      ['github.revoke-credential', 'gated'],
    ]);

    const applied = await run([
      'respond',
      'apply',
      plan.hash.slice(0, 12),
      '--by',
      'ada',
      '--irreversible',
      '--patience',
      '1m',
    ]);

    expect(applied.out + applied.err).toContain('Reset the OAuth token');
    expect(world.github.isAlive(token)).toBe(false);
    const shelf = world.github.shelf('repos/acme/api/actions');
    expect(shelf.secrets.has('SHOP_TOKEN')).toBe(true);
    const fresh = [...world.github.world.tokens.values()].find((one) => one !== token && one.client === token.client);
    expect(fresh !== undefined && world.github.isAlive(fresh)).toBe(true);
    const said = applied.out + applied.err + (await run(['respond', 'status'])).out;
    const written = readdirSync(cwd).map((file) => readFileSync(join(cwd, file), 'latin1'));
    for (const text of [token.text, fresh?.text ?? '', env['CLIENT_SECRET'] ?? ''])
      expect([said, ...written].some((bytes) => bytes.includes(text))).toBe(false);
  }, 60_000);

  it('has its plan say who does each step and what is not possible here', async () => {
    const incident = await incidentOf(token.text, '--secret', '-');

    const { out } = await run(['respond', 'plan', incident, '--playbook', 'rotate-credential']);

    expect(out).toContain('irreversible, gated (Keywatch does it where');
    expect(out).not.toContain('Have the user authorise');
    expect(out).not.toContain('administrator of the server');
    expect(out).toContain('org=each that is watched');
    expect(out).toMatch(/\d cannot be undone/);
  }, 60_000);
});

describe('credentials that no log shows', () => {
  it.each([
    ['app-key/ci', 'contain-credential', ['github.suspend-by-hand']],
    ['client-secret/Ov23liEXAMPLE', 'rotate-credential', ['github.new-client-secret']],
  ])(
    '%s, reported by its name, has a plan',
    async (name, playbook, actions) => {
      const incident = await incidentOf('', `github:${name}`, '--with-secret');

      expect((await planFor(incident, playbook)).steps.map(({ action }) => action)).toEqual(
        expect.arrayContaining(actions),
      );
    },
    60_000,
  );
});

it('doctor says what cannot be done with this configuration, and why', async () => {
  const { out } = await run(['doctor', '--offline']);

  expect(out.replace(/\s+/g, ' ')).toContain(
    'suspend-installation (needs the app under connectors.github.respond.apps)',
  );
}, 60_000);
