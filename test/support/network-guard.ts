import { Socket } from 'node:net';

/** Addresses that a test tried to reach and must not; the attempt itself fails too. */
export const attempts: string[] = [];

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/i;

/** @returns true for addresses that never leave this machine; no host means localhost, as in Node. */
export function isLoopback(host: string | undefined): boolean {
  return host === undefined || LOOPBACK.test(host.replace(/^\[|\]$/g, ''));
}

/** The host that `socket.connect(...)` is asked for; undefined for a Unix socket and for localhost. */
export function hostOf(args: readonly unknown[]): string | undefined {
  // node:net hands its own callers' arguments on as one normalized array.
  const list: readonly unknown[] = Array.isArray(args[0]) ? args[0] : args;
  const [first, second] = list;
  if (typeof first === 'object' && first !== null) {
    const options = first as { host?: unknown; path?: unknown };
    return typeof options.path === 'string' || typeof options.host !== 'string' ? undefined : options.host;
  }
  return typeof second === 'string' ? second : undefined;
}

let installed = false;

/**
 * Refuses every TCP connection that would leave the machine, for fetch, node:http and all SDKs alike, since all of them
 * end in `Socket.connect`. Refusing alone is not enough: code under test may well survive it, so the attempt is kept.
 */
export function installNetworkGuard(): void {
  if (installed) return;
  installed = true;
  const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
    const host = hostOf(args);
    if (isLoopback(host)) return connect.apply(this, args);
    attempts.push(String(host));
    process.nextTick(() => this.destroy(new Error(`Tests may not use the network: connection to ${host} refused`)));
    return this;
  };
}
