import { describe, expect, it } from 'vitest';
import { openReceiver, type WebhookParts } from '../../../../src/app/watch/webhooks.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import type { WebhookDeclaration } from '../../../../src/core/connector.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import { acme } from '../../../support/acme.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const webhook: WebhookDeclaration = {
  path: '/hooks/acme',
  secrets: () => [
    { kind: 'secret-ref', reference: 'env:HOOK', expects: { title: 'secret', formats: [], mode: '', shape: 'any' } },
  ],
  verify: (headers, _body, secret) => headers['x-secret'] === secret.reveal(),
  delivery: () => ({ skip: 'nothing' }),
};

/** @param receiver what stands under `receiver:` */
async function parts(receiver: string, declared: boolean): Promise<WebhookParts> {
  const connector = declared ? { ...acme, webhook } : acme;
  const loaded = await loadConfig(`receiver: ${receiver}\n`, '/etc/keywatch/keywatch.yaml', {
    connectors: [connector],
    env: () => undefined,
    readFile: () => Promise.reject(new Error('no file')),
  });
  if (loaded.kind !== 'ok') throw new Error('the configuration is wrong');
  const { receiver: settings = { enabled: false, host: '127.0.0.1', port: 0 } } = loaded.config;
  return {
    // Any free port.
    config: { ...loaded.config, connectors: { [connector.id]: {} }, receiver: { ...settings, port: 0 } },
    connectors: { [connector.id]: connector },
    context: {
      clock: new FakeClock(0),
      log: () => undefined,
      secret: () => Promise.resolve(new Secret('hook secret')),
      env: () => undefined,
      signal: new AbortController().signal,
    },
    intake: { commit: () => Promise.reject(new Error('unused')), settle: () => Promise.resolve() },
    decode: () => Promise.reject(new Error('unused')),
    isStored: () => Promise.resolve(false),
    onStored: () => undefined,
  };
}

describe('the receiver of a configuration', () => {
  it('is not opened unless it is asked for', async () => {
    expect(await openReceiver(await parts('{}', true))).toBeNull();
  });

  it('is refused when no connector could take a delivery', async () => {
    await expect(openReceiver(await parts('{enabled: true}', false))).rejects.toMatchObject({ code: 'RECEIVER_IDLE' });
  });

  it('listens, and knows the path of each connector', async () => {
    const receiver = await openReceiver(await parts('{enabled: true}', true));
    try {
      const status = (path: string): Promise<number> =>
        fetch(`${receiver?.url}${path}`, { method: 'POST', body: '{}' }).then((response) => response.status);
      expect([await status('/hooks/acme'), await status('/hooks/other')]).toEqual([401, 404]);
    } finally {
      await receiver?.close();
    }
  });

  it('takes up a secret that was rolled, and refuses the one before, without a restart', async () => {
    const given = await parts('{enabled: true}', true);
    const clock = new FakeClock(0);
    let now: string | null = 'first';
    const logged: string[] = [];
    const secret = (): Promise<Secret> =>
      now === null ? Promise.reject(new Error('the store is away')) : Promise.resolve(new Secret(now));
    const log = (_level: string, message: string): void => void logged.push(message);
    const receiver = await openReceiver({ ...given, context: { ...given.context, clock, log, secret } });
    const status = (text: string): Promise<number> =>
      fetch(`${receiver?.url}/hooks/acme`, { method: 'POST', body: '{}', headers: { 'x-secret': text } }).then(
        (response) => response.status,
      );
    try {
      expect([await status('first'), await status('second')]).toEqual([202, 401]);
      now = 'second';
      await clock.advance(MINUTE);
      expect([await status('first'), await status('second')]).toEqual([401, 202]);
      now = null;
      await clock.advance(MINUTE);
      expect(await status('second')).toBe(202);
      expect(logged).toContain('The secrets of deliveries could not be read again; those of before stay good');
    } finally {
      await receiver?.close();
    }
  });
});
