import Stripe from 'stripe';
import { SECOND } from '../../src/core/time.ts';
import type { Secret } from '../../src/core/secret.ts';
import { aborted, stripeError, unexpected } from './failures.ts';
import type { Json } from './json.ts';
import { isObject } from './json.ts';

export interface StripeQuestion {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** With its query: `/v1/events?limit=100`. */
  readonly path: string;
  readonly body?: Readonly<Record<string, string | boolean | object>>;
  /** Connected account that the request is for, '' for the key's own. */
  readonly account?: string;
  /** API version; default: the one that the client was made for. */
  readonly version?: string;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal | undefined;
}

/** One key at one Stripe. One request a call, no retry: waiting is the engine's business. */
export interface StripeApi {
  /** @param what for people: `read the events of acct_…`. @throws AppError */
  ask(what: string, question: StripeQuestion): Promise<Json>;
}

const TIMEOUT = 30 * SECOND;

/** @param key asked for at each request, so that a rotated one is taken up */
export function stripeApi(baseUrl: string, key: () => Promise<Secret>, signal: AbortSignal): StripeApi {
  const url = new URL(baseUrl);
  return {
    async ask(what, question) {
      const stop = question.signal === undefined ? signal : AbortSignal.any([signal, question.signal]);
      const client = clientFor(url, (await key()).reveal().trim(), stop);
      try {
        const answer: unknown = await client.rawRequest(question.method ?? 'GET', question.path, question.body, {
          ...(question.version === undefined ? {} : { apiVersion: question.version }),
          ...(question.account === undefined || question.account === '' ? {} : { stripeAccount: question.account }),
          ...(question.idempotencyKey === undefined ? {} : { idempotencyKey: question.idempotencyKey }),
        });
        if (isObject(answer)) return answer;
        throw unexpected(what);
      } catch (error) {
        throw stop.aborted ? aborted(what) : stripeError(what, error);
      }
    },
  };
}

/** One client a request: only its transport can be told to stop, and a client is only settings. */
function clientFor(url: URL, key: string, signal: AbortSignal): Stripe {
  return new Stripe(key, {
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: TIMEOUT,
    host: url.hostname,
    port: url.port === '' ? 443 : Number(url.port),
    protocol: url.protocol === 'http:' ? 'http' : 'https',
    httpClient: Stripe.createFetchHttpClient(stoppable(signal)),
  });
}

function stoppable(signal: AbortSignal): typeof fetch {
  return (input, init) => {
    const signals = init?.signal ? [signal, init.signal] : [signal];
    return fetch(input, { ...init, redirect: 'error', signal: AbortSignal.any(signals) });
  };
}
