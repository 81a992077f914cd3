import type { IncomingMessage, Server } from 'node:http';

/** A running server on 127.0.0.1. */
export interface Loopback {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Listens on a free port of 127.0.0.1. Closing also cuts connections that clients keep alive. */
export function listenOnLoopback(server: Server): Promise<Loopback> {
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
