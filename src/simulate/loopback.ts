import type { IncomingMessage, Server } from 'node:http';

/** A running server on 127.0.0.1. */
export interface Loopback {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Listens on a free port of 127.0.0.1. Closing also cuts connections that clients keep alive.
 * Nothing else does: a simulation knows no real time, and a machine that stands still for some seconds must not change
 * a story by cutting a connection that the next request was about to use.
 */
export function listenOnLoopback(server: Server): Promise<Loopback> {
  server.keepAliveTimeout = 0;
  server.headersTimeout = 0;
  server.requestTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('the simulator got no port'));
        return;
      }
      resolve({ url: `http://127.0.0.1:${address.port}`, close: () => closed(server) });
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
