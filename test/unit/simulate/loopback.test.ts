import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { listenOnLoopback } from '../../../src/simulate/loopback.ts';

it('a simulation cuts no connection by real time: a machine that stood still must not change a story', async () => {
  const server = createServer((_request, response) => response.end('here'));
  const { close, url } = await listenOnLoopback(server);

  const answer = await fetch(url);
  await close();

  expect(await answer.text()).toBe('here');
  expect(answer.headers.get('keep-alive')).toBeNull();
  expect([server.keepAliveTimeout, server.headersTimeout, server.requestTimeout]).toEqual([0, 0, 0]);
});
