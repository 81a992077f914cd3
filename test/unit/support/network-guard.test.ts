import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { attempts, hostOf, isLoopback } from '../../support/network-guard.ts';

/** 198.51.100.0/24 is for documentation: nothing answers there, guard or not. */
const OUTSIDE = '198.51.100.7';

describe('network guard of the tests', () => {
  it('refuses fetch to an address outside the machine and remembers it', async () => {
    await expect(fetch(`http://${OUTSIDE}/`)).rejects.toThrow('fetch failed');
    expect(attempts.splice(0)).toEqual([OUTSIDE]);
  });

  it('refuses a name before it is looked up', async () => {
    const error = await new Promise<Error>((resolve) => {
      connect({ host: 'keywatch.example', port: 443 }).on('error', resolve);
    });
    expect(error.message).toContain('Tests may not use the network');
    expect(attempts.splice(0)).toEqual(['keywatch.example']);
  });

  it('lets loopback through', async () => {
    const server = createServer((_request, response) => response.end('here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe('here');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(attempts).toEqual([]);
  });

  it.each(['localhost', '127.0.0.1', '127.9.8.7', '::1', '[::1]', undefined])('takes %s for loopback', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([OUTSIDE, '10.0.0.1', '0.0.0.0', '127.0.0.1.example', 'localhost.example'])(
    'takes %s for outside',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );

  it('reads the host from every form of arguments that connect takes', () => {
    expect(hostOf([443, OUTSIDE])).toBe(OUTSIDE);
    expect(hostOf([{ port: 443, host: OUTSIDE }])).toBe(OUTSIDE);
    expect(hostOf([[{ port: 443, host: OUTSIDE }, null]])).toBe(OUTSIDE);
    expect(hostOf([{ path: '/run/some.sock' }])).toBeUndefined();
    expect(hostOf(['/run/some.sock'])).toBeUndefined();
    expect(hostOf([443])).toBeUndefined();
  });
});
