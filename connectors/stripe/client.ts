import { Stripe } from 'stripe';
import type { Secret } from '../../src/core/secret.ts';
import { SECOND } from '../../src/core/time.ts';
import { aborted, stripeError, unexpected } from './failures.ts';
import type { Json } from './json.ts';
import { isObject } from './json.ts';
import { transport } from './transport.ts';

export interface StripeQuestion {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** With its query: `/v1/events?limit=100`. */
  readonly path: string;
  readonly body?: Readonly<Record<string, string | boolean | object>>;
  /** Connected account that the request is for, '' for the key's own. */
  readonly account?: string;
  /** Account that a key of an app or organisation acts on. */
  readonly context?: string;
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
      const secret = await untilAborted(key(), stop, what);
      try {
        const answer = await askOnce(url, secret, question, stop, what);
        if (isObject(answer)) return answer;
        throw unexpected(what);
      } catch (error) {
        throw stop.aborted ? aborted(what) : stripeError(what, error);
      }
    },
  };
}

/**
 * One request, whose failure is the client's own error: it carries headers and body, so nothing of it may go on but
 * what `failures.ts` takes from it.
 */
export async function askOnce(
  url: URL,
  secret: Secret,
  question: StripeQuestion,
  signal: AbortSignal,
  what: string,
): Promise<unknown> {
  const { client, cut } = transport(url);
  const stripe = new Stripe(secret.reveal().trim(), { ...settingsFor(url), httpClient: client });
  const { path, body, method = 'GET' } = question;
  try {
    return await untilAborted(stripe.rawRequest(method, path, body, optionsOf(question)), signal, what);
  } finally {
    cut();
  }
}

function optionsOf({ account = '', context, idempotencyKey, version }: StripeQuestion): Stripe.RawRequestOptions {
  return {
    ...(version === undefined ? {} : { apiVersion: version }),
    ...(account === '' ? {} : { stripeAccount: account }),
    ...(context === undefined ? {} : { stripeContext: context }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}

function settingsFor(url: URL): Stripe.StripeConfig {
  return {
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: TIMEOUT,
    host: url.hostname,
    port: url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port),
    protocol: url.protocol === 'http:' ? 'http' : 'https',
  };
}

/** Neither the client nor a place that secrets come from can be told to stop. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(aborted(what));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
