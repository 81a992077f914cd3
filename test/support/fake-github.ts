import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../../src/simulate/loopback.ts';
import type { SourceFault } from '../contract/source.contract.ts';

/** A record of the audit log, and when it can be read. */
export interface FakeRecord {
  readonly id: string;
  readonly at: number;
  readonly visibleAt: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type FakeRoute = (
  url: URL,
  request: IncomingMessage,
) => {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it stands, instead of the body: for what JavaScript cannot write. */
  readonly text?: string;
};

/** The smallest GitHub that our sources can be tried on: an audit log, alerts, and routes that a test gives. */
export class FakeGitHub {
  url = '';
  readonly records: FakeRecord[] = [];
  readonly alerts: Record<string, unknown>[] = [];
  readonly requests: { readonly path: string; readonly authorization: string }[] = [];
  readonly routes: Map<string, FakeRoute> = new Map();
  pageSize = 100;
  hanging = false;
  readonly #faults: SourceFault[] = [];
  readonly #now: () => number;
  #close: () => Promise<void> = () => Promise.resolve();

  constructor(now: () => number) {
    this.#now = now;
  }

  async start(): Promise<this> {
    const loopback = await listenOnLoopback(createServer((request, response) => this.#answer(request, response)));
    this.url = loopback.url;
    this.#close = loopback.close;
    return this;
  }

  fail(fault: SourceFault): void {
    this.#faults.push(fault);
  }

  close(): Promise<void> {
    return this.#close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    this.requests.push({ path: `${url.pathname}${url.search}`, authorization: request.headers.authorization ?? '' });
    if (this.hanging) return;
    const fault = this.#faults.shift();
    if (fault !== undefined) return failWith(fault, response);
    const route = this.routes.get(`${request.method} ${url.pathname}`);
    if (route !== undefined) {
      const { body, headers, status, text } = route(url, request);
      return send(response, status, body, headers, text);
    }
    if (url.pathname.endsWith('/audit-log')) return this.#list(url, response, this.#auditLog(url));
    if (url.pathname.endsWith('/secret-scanning/alerts')) return this.#list(url, response, this.#alertList());
    send(response, 404, { message: 'Not Found' });
  }

  #auditLog(url: URL): readonly unknown[] {
    const since = Date.parse(/created:>=(\S+)/.exec(url.searchParams.get('phrase') ?? '')?.[1] ?? '');
    return this.records
      .filter((record) => record.visibleAt <= this.#now() && record.at >= (Number.isNaN(since) ? 0 : since))
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, fields, id }) => ({ '@timestamp': at, _document_id: id, ...fields }));
  }

  #alertList(): readonly unknown[] {
    return this.alerts.toSorted((a, b) => String(b['updated_at']).localeCompare(String(a['updated_at'])));
  }

  /** In pages whose cursor is opaque, with links as GitHub writes them. */
  #list(url: URL, response: ServerResponse, items: readonly unknown[]): void {
    const size = Math.min(this.pageSize, Number(url.searchParams.get('per_page') ?? 30));
    const start = Number(Buffer.from(url.searchParams.get('after') ?? '', 'base64').toString()) || 0;
    const end = start + size;
    const next = new URL(url);
    next.searchParams.set('after', Buffer.from(String(end)).toString('base64'));
    const link = end < items.length ? { link: `<${next.href}>; rel="next", <${url.href}>; rel="first"` } : {};
    send(response, 200, items.slice(start, end), link);
  }
}

function failWith(fault: SourceFault, response: ServerResponse): void {
  switch (fault) {
    case 'throttled':
      return send(response, 403, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '30' });
    case 'server error':
      return send(response, 502, { message: 'Server Error' });
    case 'reset':
      response.destroy();
      return;
    case 'truncated':
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      response.end('[{"@timestamp":17723592000');
      return;
    case 'web page instead of an answer':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><body>Unicorn!</body></html>');
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  text: string = JSON.stringify(body),
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(text);
}
