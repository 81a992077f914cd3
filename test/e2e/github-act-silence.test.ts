import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GITHUB_ACTIONS } from '../../connectors/github/actions.ts';
import type { ActionPerformer, ActionTarget } from '../../src/core/action.ts';
import type { Token } from '../../src/simulate/github/model.ts';
import type { GithubActWorld } from '../support/github-act-world.ts';
import { aGithubActWorld, leakToken, targetOf, tokenCredential } from '../support/github-act-world.ts';

let world: GithubActWorld;
const printed: unknown[] = [];
beforeEach(() => {
  printed.length = 0;
  for (const method of ['debug', 'info', 'log', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((...all: readonly unknown[]) => void printed.push(...all));
});
afterEach(() => vi.restoreAllMocks());

type Call = (performer: ActionPerformer, target: ActionTarget) => Promise<unknown>;

const prepare: Call = async (performer, target) => performer.prepare?.(target);
const apply: Call = async (performer, target) => performer.apply(target, 'key', { client: world.shop.clientId });
const verify: Call = (performer, target) => performer.verify(target, { at: 0, fields: { confirmedBy: 'ada' } });
const reconcile: Call = async (performer, target) =>
  performer.reconcile?.(target, 'key', { client: world.shop.clientId });

/** Every request that carries a token or a client secret, with the action that sends it. */
const REQUESTS: readonly (readonly [
  string,
  Token['kind'],
  Call,
  { readonly method: string; readonly path: string },
])[] = [
  ['github.revoke-credential', 'classic', apply, { method: 'POST', path: '/credentials/revoke' }],
  ['github.revoke-credential', 'classic', verify, { method: 'GET', path: '/user' }],
  ['github.end-oauth-token', 'oauth', apply, { method: 'POST', path: '/applications' }],
  ['github.end-oauth-token', 'oauth', apply, { method: 'DELETE', path: '/token' }],
  ['github.end-oauth-grant', 'app-user', apply, { method: 'DELETE', path: '/grant' }],
  ['github.reset-oauth-token', 'oauth', prepare, { method: 'POST', path: '/applications' }],
  ['github.reset-oauth-token', 'oauth', apply, { method: 'PATCH', path: '/token' }],
  ['github.reset-oauth-token', 'oauth', reconcile, { method: 'POST', path: '/applications' }],
  ['github.end-installation-token', 'installation', apply, { method: 'DELETE', path: '/installation/token' }],
  ['github.end-installation-token', 'installation', verify, { method: 'GET', path: '/installation/repositories' }],
  ['github.new-token', 'classic', verify, { method: 'GET', path: '/user' }],
];

const FAULTS = [
  'echo 422',
  'echo 500',
  'echo 403',
  'html',
  'truncated',
  'reset-before',
  'reset-after',
  'limit',
] as const;

it.each(REQUESTS)(
  '%s says no byte of a %s token, whatever becomes of its request',
  async (id, kind, call, request) => {
    for (const fault of FAULTS) {
      world = await aGithubActWorld({}, undefined, { ownApp: kind === 'installation' });
      const { shop } = world;
      const token =
        kind === 'installation' && world.ci !== null
          ? world.github.createInstallationToken(world.ci)
          : world.github.createToken({ kind, owner: 'anna', client: shop.clientId });
      leakToken(world, token);
      const declaration = GITHUB_ACTIONS.find((action) => action.id === id);
      const performer = world.actor.performers[id];
      if (declaration === undefined || performer === undefined) throw new Error(`no action ${id}`);
      const target = targetOf(declaration, tokenCredential(token));
      const echo = `no: ${token.text} ${shop.clientSecret}`;
      world.github.faults.next(
        request,
        fault === 'html'
          ? { kind: 'html', status: 502 }
          : fault === 'limit'
            ? { kind: 'primary-limit' }
            : fault.startsWith('echo')
              ? { kind: 'error', status: Number(fault.slice(5)), message: echo }
              : { kind: fault as 'truncated' },
        5,
      );

      const said = await call(performer, target).then(
        (answer) => JSON.stringify(answer),
        (error: unknown) => everythingIn(error),
      );

      const fresh = [...world.github.world.tokens.values()].filter(({ client }) => client === shop.clientId);
      for (const text of [token.text, token.text.slice(-20), ...fresh.map((one) => one.text), basicOf(shop)])
        expect(said, `${id} ${fault}`).not.toContain(text);
      await world.close();
    }
  },
  60_000,
);

function basicOf({ clientId, clientSecret }: GithubActWorld['shop']): string {
  return Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
}

/** Own and inherited members of an error and of its causes, as a logger may print them. */
function everythingIn(error: unknown): string {
  const parts: string[] = [];
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    for (const name of Reflect.ownKeys(current)) parts.push(String(Reflect.get(current, name)));
    parts.push(String(current), JSON.stringify(current));
  }
  return parts.join('\n');
}
