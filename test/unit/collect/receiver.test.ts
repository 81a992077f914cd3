import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { decode } from '../../../src/collect/decode.ts';
import { type Receiver, startReceiver } from '../../../src/collect/receiver.ts';
import type { EventBatch } from '../../../src/core/batch.ts';
import type { WebhookDeclaration } from '../../../src/core/connector.ts';
import { Secret } from '../../../src/core/secret.ts';
import { secretRef } from '../../support/arrivals.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { TEST_FORMAT } from '../../support/formats.ts';

const SECRETS = ['new secret', 'old secret'].map((text) => ({
  ref: secretRef(`env:${text.toUpperCase()}`),
  secret: new Secret(text),
}));
const sealOf = (secret: string, body: Uint8Array): string =>
  createHash('sha256').update(secret).update(body).digest('hex');

/** A provider that seals with a hash, and has deliveries of one kind. */
const webhook: WebhookDeclaration = {
  path: '/hooks/acme',
  secrets: () => [],
  // As if its seals were good for the first second of time alone.
  verify: (headers, body, secret, received) => received < 1000 && headers['x-seal'] === sealOf(secret.reveal(), body),
  mostBytes: 1024 * 1024,
  delivery(headers, bytes, { config, received, signedWith }) {
    if (headers['x-kind'] === 'ping') return { skip: 'a test' };
    const from = `${JSON.stringify(config)}/${signedWith.reference}/${received}`;
    return { place: `webhook://acme/${headers['x-id']}?${from}`, bytes, format: null };
  },
};

interface World {
  readonly receiver: Receiver;
  readonly clock: FakeClock;
  readonly committed: EventBatch[];
  /** Places that were stored before. */
  readonly stored: Set<string>;
  readonly told: { count: number };
  readonly logged: string[];
}

async function open(commit?: () => Promise<void>): Promise<World> {
  const clock = new FakeClock(7);
  const committed: EventBatch[] = [];
  const told = { count: 0 };
  const logged: string[] = [];
  const seen = new Set<string>();
  const stored = new Set<string>();
  const receiver = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    endpoints: [
      { source: 'acme.webhook', webhook, config: { team: 'sales' }, secrets: () => Promise.resolve(SECRETS) },
    ],
    decode: (source, delivery) =>
      Promise.resolve(decode({ source, ...delivery }, { formats: [TEST_FORMAT], match: () => [], keepRaw: false })),
    intake: {
      async commit(batch) {
        await commit?.();
        committed.push(batch);
        const key = Buffer.from(batch.ids).toString('hex');
        const fresh = new Uint8Array(batch.size).fill(seen.has(key) ? 0 : 1);
        seen.add(key);
        return { sequence: committed.length, seenAt: 0, batch, fresh };
      },
    },
    isStored: (place) => Promise.resolve(stored.has(place)),
    onStored: () => {
      told.count += 1;
    },
    clock,
    log: (_level, message) => logged.push(message),
  });
  return { receiver, clock, committed, stored, told, logged };
}

const BODY = JSON.stringify({ id: 'e-1', at: Date.UTC(2026, 2, 2), action: 'read' });

function post(
  world: World,
  secret: string,
  options: { readonly path?: string; readonly body?: string; readonly kind?: string } = {},
): Promise<Response> {
  const body = options.body ?? BODY;
  return fetch(`${world.receiver.url}${options.path ?? '/hooks/acme'}`, {
    method: 'POST',
    body,
    headers: { 'x-seal': sealOf(secret, Buffer.from(body)), 'x-kind': options.kind ?? 'news', 'x-id': '1' },
  });
}

describe('the receiver', () => {
  let world: World;
  afterEach(() => world.receiver.close());

  it('stores a signed delivery, then says so', async () => {
    world = await open();
    expect((await post(world, 'new secret')).status).toBe(202);
    expect(world.committed.map(({ evidence }) => [evidence.source, evidence.place])).toEqual([
      ['acme.webhook', 'webhook://acme/1?{"team":"sales"}/env:NEW SECRET/7'],
    ]);
    expect(world.told.count).toBe(1);
  });

  it('takes the secret before, while it is being changed', async () => {
    world = await open();
    expect((await post(world, 'old secret')).status).toBe(202);
    expect(world.committed[0]?.evidence.place).toContain('env:OLD SECRET');
  });

  it('lets the connector judge when a delivery was made', async () => {
    world = await open();
    world.clock.set(1000);
    expect((await post(world, 'new secret')).status).toBe(401);
  });

  it('refuses a wrong signature and stores nothing', async () => {
    world = await open();
    expect((await post(world, 'guessed')).status).toBe(401);
    expect(world.committed).toEqual([]);
    expect(world.logged).toEqual(['A delivery with a wrong signature was refused']);
  });

  it('tells nobody about a delivery that comes again', async () => {
    world = await open();
    await post(world, 'new secret');
    expect((await post(world, 'new secret')).status).toBe(202);
    expect(world.told.count).toBe(1);
  });

  it('answers one that was stored long ago as if it were new, and stores it no second time', async () => {
    world = await open();
    world.stored.add('webhook://acme/1?{"team":"sales"}/env:NEW SECRET/7');
    expect((await post(world, 'new secret')).status).toBe(202);
    expect([world.committed.length, world.told.count]).toEqual([0, 0]);
    expect(world.logged).toEqual(['A delivery came again']);
  });

  it('leaves out what the connector has no use for', async () => {
    world = await open();
    expect((await post(world, 'new secret', { kind: 'ping' })).status).toBe(202);
    expect(world.committed).toEqual([]);
  });

  it('asks for another attempt when it cannot store', async () => {
    world = await open(() => Promise.reject(new Error('disk full')));
    expect((await post(world, 'new secret')).status).toBe(503);
  });

  it('answers nothing but deliveries', async () => {
    world = await open();
    expect((await post(world, 'new secret', { path: '/' })).status).toBe(404);
    expect((await fetch(`${world.receiver.url}/hooks/acme`)).status).toBe(405);
  });

  it('does not read bodies that are too large', async () => {
    world = await open();
    const status = await post(world, 'new secret', { body: 'x'.repeat(2 * 1024 * 1024) }).then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
    expect(world.committed).toEqual([]);
  });
});
