import { connect } from 'node:net';
import type { Clock, Millis } from '../../core/time.ts';

/** Opens a connection and closes it again; nothing is sent. @returns null when somebody answered, else why not */
export async function reach(url: URL, clock: Clock, patience: Millis): Promise<string | null> {
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
  const done = new AbortController();
  const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
  try {
    return await Promise.race([
      new Promise<null>((resolve) => socket.once('connect', () => resolve(null))),
      new Promise<string>((resolve) =>
        socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message)),
      ),
      clock.timeout(patience, done.signal).then(
        () => 'no answer',
        () => 'stopped',
      ),
    ]);
  } finally {
    done.abort();
    socket.destroy();
  }
}
