import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectorContext } from '../../../../src/app/setup/connector-context.ts';
import type { Config } from '../../../../src/config/config.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import type { Connector, ConnectorContext, SecretStore } from '../../../../src/core/connector.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { secretRefField } from '../../../../src/kit/config-fields.ts';
import { fakeSystem } from '../../../support/fake-system.ts';

const FILE = '/etc/keywatch/keywatch.yaml';
const notAsked = (): Promise<never> => Promise.reject(new Error('only reading was expected'));

/** A provider that keeps secrets under the key that its own configuration refers to. */
class Keeper {
  readonly events: string[] = [];
  readonly connector: Connector;
  readonly #kept: Readonly<Record<string, string>>;
  readonly #id: string;

  constructor(id: string, kept: Readonly<Record<string, string>>) {
    this.#id = id;
    this.#kept = kept;
    this.connector = {
      id,
      title: id,
      config: z.strictObject({ key: secretRefField('Key.', { title: 'key' }) }),
      formats: [],
      keys: [],
      actions: [],
      arm: (config, context, { runId }) => {
        this.events.push(`arm ${runId}`);
        return Promise.resolve({
          performers: {},
          secretStore: this.#store(z.object({ key: z.object({ reference: z.string() }) }).parse(config), context),
          close: async () => void this.events.push('close'),
        });
      },
    };
  }

  #store({ key }: { readonly key: { readonly reference: string } }, context: ConnectorContext): SecretStore {
    return {
      read: async (target) => {
        const secret = await context.secret(key.reference);
        this.events.push(`${this.#id} read ${target} with ${secret.reveal()}`);
        const found = this.#kept[target];
        if (found === undefined) throw new AppError(`no ${target}`, { code: 'NONE', kind: 'not-found' });
        return new Secret(found);
      },
      deliver: notAsked,
      rollback: notAsked,
    };
  }
}

const bare: Connector = { ...new Keeper('bare', {}).connector };
delete (bare as { arm?: unknown }).arm;

async function resolver(yaml: string, keepers: readonly Keeper[]): Promise<ConnectorContext['secret']> {
  const connectors = [...keepers.map(({ connector }) => connector), bare];
  const loaded = await loadConfig(yaml, FILE, { connectors });
  if (loaded.kind === 'invalid') throw new Error(JSON.stringify(loaded.problems));
  const config: Config = loaded.config;
  const around = {
    system: fakeSystem({ env: { VAULT_KEY: 'master' } }),
    connectors: Object.fromEntries(connectors.map((one) => [one.id, one])),
    cwd: '/',
  };
  return connectorContext(around, { config, file: FILE }, () => undefined, new AbortController().signal).secret;
}

const VAULT = 'connectors: { vault: { key: env:VAULT_KEY } }';

describe('secrets that are read from a provider', () => {
  it('come from the store of the connector that the reference names, opened for this reading alone', async () => {
    const vault = new Keeper('vault', { 'prod/slack-webhook': ' https://hooks.example/1\n' });
    const secret = await resolver(VAULT, [vault]);
    expect(vault.events).toEqual([]);

    expect((await secret('vault:prod/slack-webhook')).reveal()).toBe('https://hooks.example/1');

    expect(vault.events).toEqual(['arm read-secret', 'vault read prod/slack-webhook with master', 'close']);
  });

  it('are not asked for by references that lead elsewhere', async () => {
    const vault = new Keeper('vault', {});
    const secret = await resolver(VAULT, [vault]);

    expect((await secret('env:VAULT_KEY')).reveal()).toBe('master');

    expect(vault.events).toEqual([]);
  });

  it('leave the store closed when it cannot give them', async () => {
    const vault = new Keeper('vault', { blank: ' ' });
    const secret = await resolver(VAULT, [vault]);

    await expect(secret('vault:other')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(secret('vault:blank')).rejects.toMatchObject({
      kind: 'config',
      message: 'a secret read from vault is empty',
    });

    expect(vault.events.filter((event) => event === 'close')).toHaveLength(2);
  });

  it('may open the next store', async () => {
    const vault = new Keeper('vault', { 'cloud-key': 'inner' });
    const cloud = new Keeper('cloud', { webhook: 'found' });
    const yaml = 'connectors: { vault: { key: env:VAULT_KEY }, cloud: { key: vault:cloud-key } }';
    const secret = await resolver(yaml, [vault, cloud]);

    expect((await secret('cloud:webhook')).reveal()).toBe('found');

    expect(cloud.events).toContain('cloud read webhook with inner');
  });

  it.each([
    ['its own store', 'connectors: { vault: { key: vault:own } }', 'vault -> vault'],
    [
      'a store that waits for it',
      'connectors: { vault: { key: cloud:a }, cloud: { key: vault:b } }',
      'vault -> cloud -> vault',
    ],
  ])('are refused where the credentials of a connector lie in %s', async (_where, yaml, way) => {
    const vault = new Keeper('vault', { own: 'x', b: 'x' });
    const cloud = new Keeper('cloud', { a: 'x' });
    const secret = await resolver(yaml, [vault, cloud]);

    await expect(secret('vault:own')).rejects.toMatchObject({
      kind: 'config',
      code: 'CONFIG_SECRET_MISSING',
      message: `the credentials of vault cannot be read from the store that they open (${way})`,
    });
    expect([...vault.events, ...cloud.events].filter((event) => event.includes('with'))).toEqual([]);
    expect(vault.events.at(-1)).toBe('close');
  });

  it('are not to be had from a connector that is not configured or has no store', async () => {
    const secret = await resolver('connectors: { bare: { key: env:VAULT_KEY } }', [new Keeper('vault', { a: 'x' })]);

    await expect(secret('vault:a')).rejects.toMatchObject({ kind: 'config', hint: 'Add connectors.vault.' });
    await expect(secret('bare:a')).rejects.toThrow('bare has no store that secrets could be read from');
  });
});
