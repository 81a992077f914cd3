import type { ServerResponse } from 'node:http';

/** What a handler answers. */
export interface StripeAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as Stripe writes it. */
export function refusal(status: number, type: string, message: string, code?: string): StripeAnswer {
  return { status, body: { error: { type, message, ...(code === undefined ? {} : { code }) } } };
}

export function send(response: ServerResponse, { body, headers, status }: StripeAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
