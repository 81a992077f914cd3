import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PostDeps } from '../../src/alert/sinks/post.ts';
import { Secret } from '../../src/core/secret.ts';
import type { AlertGroup, AlertSink, SendResult } from '../../src/core/sink.ts';
import { SECOND } from '../../src/core/time.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { alertOf, evidence, finding, HOSTILE, incident, NIGHT } from '../unit/alert/samples.ts';

/** What a sink that posts is made of in this test. */
export interface SinkFactory {
  readonly make: (deps: PostDeps & { readonly url: Secret }) => AlertSink;
  /** Throws when the body is not what the receiver documents. */
  readonly checkBody: (body: string) => void;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const PATH = ['/services', 'T0KEYWATCH', 'B0KEYWATCH', 'pathThatIsThePassword'].join('/');
const AFTER = { 'retry-after': '7' };

const STATUSES: readonly (readonly [number, SendResult['kind']])[] = [
  ...[200, 201, 202, 204].map((status) => [status, 'sent'] as const),
  ...[301, 302, 303, 307, 308].map((status) => [status, 'rejected'] as const),
  ...[400, 401, 403, 404, 405, 410, 413, 415, 422].map((status) => [status, 'rejected'] as const),
  ...[408, 425, 429, 500, 502, 503, 504, 529].map((status) => [status, 'retry'] as const),
];

/** Every sink that posts has to pass it: it delivers, decides nothing, and keeps its address to itself. */
export function sinkContract(name: string, { make, checkBody }: SinkFactory): void {
  describe(`${name} as a sink`, () => {
    let answer: Answer = () => undefined;
    let origin = '';
    let requests: { readonly path: string; readonly body: string; readonly type: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        body += part;
      });
      request.on('end', () => {
        requests.push({ path: request.url ?? '', body, type: request.headers['content-type'] ?? '' });
        answer(request, response);
      });
    });

    beforeAll(async () => {
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      });
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      origin = `http://127.0.0.1:${address.port}`;
    });
    beforeEach(() => {
      requests = [];
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    function sink(clock: FakeClock, url = `${origin}${PATH}`): AlertSink {
      return make({ fetch, clock, timeout: 10 * SECOND, url: new Secret(url) });
    }

    function send(group: AlertGroup = alertOf([incident()]), url?: string): Promise<SendResult> {
      return sink(new FakeClock(NIGHT), url).send(group, new AbortController().signal);
    }

    it.each(STATUSES)('takes %i as %s', async (status, kind) => {
      answer = (_request, response) => response.writeHead(status, { location: `${origin}/elsewhere` }).end();

      expect((await send()).kind).toBe(kind);
      expect(requests).toHaveLength(1);
    });

    it.each([429, 503])('waits as long as %i asks for', async (status) => {
      answer = (_request, response) => response.writeHead(status, AFTER).end('slow down');

      expect(await send()).toMatchObject({ kind: 'retry', after: 7 * SECOND });
    });

    it('posts JSON that its receiver understands, to the whole address', async () => {
      answer = (_request, response) => response.writeHead(200).end('ok');

      await send();

      expect(requests).toMatchObject([{ path: PATH, type: 'application/json' }]);
      checkBody(requests[0]?.body ?? '');
    });

    it.each(['first', 'new-evidence', 'severity-raised', 'status-changed', 'repeat', 'digest'] as const)(
      'can tell %s about one incident and about none of them pages twice as one',
      async (reason) => {
        answer = (_request, response) => response.writeHead(200).end('ok');

        await send(alertOf([incident(), incident({ id: 'inc-second' })], { reason, maybeRepeat: true }));

        checkBody(requests[0]?.body ?? '');
      },
    );

    it('gives up a receiver that never answers', async () => {
      answer = () => undefined;
      const clock = new FakeClock(NIGHT);

      const pending = sink(clock).send(alertOf([incident()]), new AbortController().signal);
      await clock.advance(10 * SECOND);

      expect(await pending).toEqual({ kind: 'retry', after: 0, reason: 'no answer within 10000 ms' });
      expect(clock.sleeping).toBe(0);
    });

    it('stops when it is told to', async () => {
      answer = () => undefined;
      const stop = new AbortController();

      const pending = sink(new FakeClock(NIGHT)).send(alertOf([incident()]), stop.signal);
      stop.abort();

      expect((await pending).kind).toBe('retry');
    });

    it('survives a connection that is cut, before and inside the answer', async () => {
      answer = (request) => request.socket.destroy();
      expect((await send()).kind).toBe('retry');

      answer = (_request, response) => {
        response.writeHead(500, { 'content-length': '1000' }).write('half');
        response.socket?.destroySoon();
      };
      expect((await send()).kind).toBe('retry');
    });

    it('does not read an endless answer', async () => {
      answer = (_request, response) => {
        response.writeHead(200).write('x'.repeat(100_000));
      };

      expect((await send()).kind).toBe('sent');
    });

    it('refuses an address that is none', async () => {
      expect(await send(undefined, 'not an address with pathThatIsThePassword')).toEqual({
        kind: 'rejected',
        reason: 'the configured address is no URL',
      });
    });

    it.each([200, 302, 404, 500])(
      'never shows its address, even when the receiver answers %i and quotes it',
      async (status) => {
        answer = (request, response) =>
          response.writeHead(status).end(`no such hook: ${request.url} at ${origin}${PATH}`);

        const text = JSON.stringify(await send());

        expect(text).not.toContain('pathThatIsThePassword');
        expect(text).not.toContain('T0KEYWATCH');
      },
    );

    it('never shows its address when there is no connection', async () => {
      const text = JSON.stringify(await send(undefined, `http://127.0.0.1:1${PATH}`));

      expect(text).toContain('no connection');
      expect(text).not.toContain('pathThatIsThePassword');
    });

    it('is printed without its address', () => {
      expect(JSON.stringify(sink(new FakeClock(NIGHT)))).not.toContain('pathThatIsThePassword');
    });

    it.each(HOSTILE)('stays whole with text by strangers in every field: %j', async (text) => {
      answer = (_request, response) => response.writeHead(200).end('ok');
      const event = evidence({ actor: text, action: text, target: text, address: text, tool: text });
      const part = { detector: 'first-network-for-key', points: 10, times: 2, reason: text };
      const one = incident({
        title: text,
        owner: text,
        findings: [finding({ reason: text, evidence: [event] })],
        parts: [part],
      });

      expect((await send(alertOf([one]))).kind).toBe('sent');
      expect((await send(alertOf([one, one], { reason: 'digest' }))).kind).toBe('sent');

      for (const request of requests) checkBody(request.body);
    });
  });
}
