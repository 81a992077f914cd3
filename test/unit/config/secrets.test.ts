import { describe, expect, it } from 'vitest';
import { bareSecret, keyId, liveKey, publishableKey, testKey } from '../../support/acme.ts';
import { complaints, load } from './load-text.ts';

const OTHER_TOKEN = `oth_${'0123456789abcdef'}`;
const CONFIG = 'connectors: { acme: { api-key: env:KEY } }';

describe('secret references', () => {
  it('that lead to the right kind of key are fine', async () => {
    expect(await load(CONFIG, { env: { KEY: liveKey('a') } })).toMatchObject({ kind: 'ok', warnings: [] });
  });

  it('may lead to a file beside the configuration, with a line end behind the key', async () => {
    const files = { '/etc/keywatch/keys/acme': `${liveKey('a')}\n` };

    expect(await load('connectors: { acme: { api-key: file:keys/acme } }', { files })).toMatchObject({
      kind: 'ok',
      warnings: [],
    });
  });

  it('that lead nowhere yet are a warning, because the secret may not be needed', async () => {
    const result = await load('connectors: { acme: { api-key: env:KEY, pair: file:nowhere } }');

    expect(result).toMatchObject({
      kind: 'ok',
      warnings: [
        { path: 'connectors.acme.api-key', message: 'leads nowhere: environment variable KEY is not set' },
        {
          path: 'connectors.acme.pair',
          message: 'leads nowhere: secret file /etc/keywatch/nowhere cannot be read (ENOENT)',
        },
      ],
    });
  });

  it('to an empty variable are a warning', async () => {
    expect(await load(CONFIG, { env: { KEY: ' \n' } })).toMatchObject({
      warnings: [{ message: 'leads nowhere: env:KEY is empty' }],
    });
  });

  it.each([
    [
      'a publishable key for a secret one',
      publishableKey('a'),
      'expects a live secret key but leads to a publishable key',
    ],
    ['a test key for a live one', testKey('a'), 'expects a live key but leads to a test one'],
    ["another provider's key", OTHER_TOKEN, 'expects a live secret key but leads to an Other token'],
    ['an id for a secret', keyId('a'), 'expects a live secret key but leads to a key id'],
  ])('refuse %s', async (_, value, expected) => {
    const found = await complaints(CONFIG, { env: { KEY: value } });

    expect(found).toEqual([`k.yaml:1:32: connectors.acme.api-key ${expected} (see env:KEY)`]);
  });

  it('refuse an id where any secret would do', async () => {
    const config = 'alerts: { sinks: [{ kind: webhook, id: a, url: env:URL, signing-secret: env:KEY }] }';

    expect(await complaints(config, { env: { KEY: keyId('a') } })).toEqual([
      'k.yaml:1:73: alerts.sinks[0].signing-secret expects a signing secret but leads to a key id, which is no secret (see env:KEY)',
    ]);
    expect(await complaints(config, { env: { KEY: liveKey('a') } })).toEqual([]);
  });

  it('let a key of unknown form pass, because providers invent new ones', async () => {
    expect(await complaints(CONFIG, { env: { KEY: 'something-entirely-new-0123456789' } })).toEqual([]);
  });

  it('do not refuse on a guess: a format without prefix could be anything', async () => {
    expect(await complaints(CONFIG, { env: { KEY: bareSecret('a') } })).toEqual([]);
  });

  it('want secret webhook addresses with https', async () => {
    const config = 'alerts: { sinks: [{ kind: slack, id: a, url: env:URL }] }';

    expect(await complaints(config, { env: { URL: 'https://hooks.example.com/x' } })).toEqual([]);
    expect(await complaints(config, { env: { URL: 'http://127.0.0.1:8080/x' } })).toEqual([]);
    expect(await complaints(config, { env: { URL: 'http://hooks.example.com/x' } })).toEqual([
      'k.yaml:1:46: alerts.sinks[0].url expects a webhook address with https (see env:URL)',
    ]);
    expect((await complaints(config, { env: { URL: liveKey('a') } })).join()).toContain('no web address');
  });

  it('of a secret store of a connector are read when they are used', async () => {
    expect(await load('connectors: { acme: { api-key: other:path/to/it } }')).toMatchObject({
      kind: 'ok',
      warnings: [],
    });
  });
});

describe('a secret in the file itself', () => {
  it('is refused where a reference is wanted', async () => {
    expect(await complaints(`connectors: { acme: { api-key: ${liveKey('a')} } }`)).toEqual([
      expect.stringContaining('k.yaml:1:32: a live secret key stands in the file itself'),
    ]);
  });

  it('is refused even if it looks like a reference', async () => {
    const [complaint, ...rest] = await complaints('connectors: { acme: { api-key: "pass:word-1234" } }');

    expect(rest).toEqual([]);
    expect(complaint).toContain('must be a reference to a live secret key, not the live secret key itself');
  });

  it('is found in comments and in broken files', async () => {
    expect(await complaints(`# old: ${liveKey('a')}\nlog: {}`)).toEqual([
      expect.stringContaining('k.yaml:1:8: a live secret key stands'),
    ]);
    expect((await complaints(`log: [\n# ${liveKey('a')}`)).join('\n')).toContain(
      'a live secret key stands in the file itself',
    );
  });

  it('is not seen in ids and in things that merely could be one', async () => {
    expect(await complaints(`credentials: [{ match: 'acme:${keyId('a')}', owner: '${bareSecret('a')}' }]`)).toEqual([]);
  });

  const canary = liveKey('canary');
  it.each([
    ['a reference field', `connectors: { acme: { api-key: ${canary} } }`],
    ['an unknown key', `${canary}: 1`],
    ['a value of the wrong type', `log: ${canary}`],
    ['an enumeration', `log: { level: ${canary} }`],
    ['a duration', `schedule: { backfill: ${canary} }`],
    ['a block of addresses', `credentials: [{ match: x, networks: [${canary}] }]`],
    ['a duplicate key', `${canary}: 1\n${canary}: 2`],
    ['an alias', `log: *${canary}`],
    ['an unclosed quote', `log: "${canary}`],
    ['a bad indent', `log:\n  level: info\n ${canary}\n`],
    ['a tag', `log: !${canary} x`],
    ['a directive', `%${canary} x\n---\nlog: {}`],
    ['a second document', `log: {}\n---\n${canary}: {}`],
    ['a store', `credentials: [{ match: x, consumers: [{ store: ${canary}, target: y }] }]`],
    ['a pattern', `credentials: [{ match: '${canary}:x' }]`],
    ['a scheme', `connectors: { acme: { api-key: 'env:${canary}' } }`],
    ['a path', `connectors: { acme: { api-key: 'file:${canary}' } }`],
  ])('never appears in the complaint about %s', async (_, text) => {
    const result = await load(text);

    expect(result.kind).toBe('invalid');
    expect(JSON.stringify(result)).not.toContain(canary);
    expect(JSON.stringify(result)).not.toContain(canary.slice(-12));
  });

  it.each(['acme_sk_test_', 'acme_sk_live_', 'acme_pk_', 'oth_', 'hunter2-'])(
    'of form %s never appears in a complaint about the environment',
    async (prefix) => {
      const value = `${prefix}${'0123456789abcdef'}`;

      const result = await load(`${CONFIG}\nalerts: { sinks: [{ kind: slack, id: a, url: env:KEY }] }`, {
        env: { KEY: value },
      });

      expect(JSON.stringify(result)).not.toContain('0123456789abcdef');
      expect(JSON.stringify(result)).not.toContain('hunter2');
    },
  );
});
