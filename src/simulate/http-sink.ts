import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SimClock } from './clock.ts';
import { listenOnLoopback, readBody } from './loopback.ts';

/** One POST as it arrived, also when it was answered with a failure. */
export interface ReceivedPost {
  readonly at: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the sender was told that it arrived. */
  readonly accepted: boolean;
}

/** How the receiver answers. `hang` answers only when released; `reset` takes the body and hangs up. */
export type SinkMode =
  | { readonly kind: 'ok' }
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'error'; readonly status: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };

/** A receiver of webhooks on loopback that answers like Slack's incoming webhooks. */
export interface HttpSink {
  readonly url: string;
  readonly received: readonly ReceivedPost[];
  /** The next `times` posts are answered so; then `ok` again. In the order planned. */
  next(mode: SinkMode, times?: number): void;
  /** Answers everything that hangs. */
  release(): void;
  close(): Promise<void>;
}

export async function startHttpSink(clock: SimClock): Promise<HttpSink> {
  const received: ReceivedPost[] = [];
  const planned: SinkMode[] = [];
  const hanging: ServerResponse[] = [];

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readBody(request)).toString();
    const mode = planned.shift() ?? { kind: 'ok' };
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const accepted = mode.kind === 'ok' || mode.kind === 'hang';
    received.push({ at: clock.now(), path: request.url ?? '/', headers, body, accepted });
    if (mode.kind === 'hang') hanging.push(response);
    else answer(response, mode);
  }

  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  const loopback = await listenOnLoopback(server);
  return {
    url: loopback.url,
    received,
    next: (mode, times = 1) => {
      for (let left = times; left > 0; left--) planned.push(mode);
    },
    release: () => {
      for (const response of hanging.splice(0)) answer(response, { kind: 'ok' });
    },
    close: loopback.close,
  };
}

function answer(response: ServerResponse, mode: Exclude<SinkMode, { kind: 'hang' }>): void {
  switch (mode.kind) {
    case 'ok':
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
      return;
    case 'rate-limited':
      response.writeHead(429, { 'retry-after': String(mode.retryAfterSeconds) }).end('rate_limited');
      return;
    case 'error':
      response.writeHead(mode.status, { 'content-type': 'text/plain' }).end('error');
      return;
    case 'reset':
      response.destroy();
  }
}
