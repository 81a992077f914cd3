import type { SendResult } from '../../core/sink.ts';
import type { Clock, Millis } from '../../core/time.ts';
import { parseRetryAfter } from '../../kit/failures.ts';
import { redact } from '../../kit/redact.ts';
import { readStart } from './read-start.ts';

/** The part of the global `fetch` that sinks use. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What every sink that posts needs. */
export interface PostDeps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly timeout: Millis;
}

export interface PostRequest {
  /** Often a secret by itself: it appears in no result. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const READ_BYTES = 4096;
const SHOWN_ANSWER = 160;
const RETRIED = new Set([408, 425, 429]);

/** One POST, and what its answer means: sent, worth repeating, or refused for good. Never throws, never retries. */
export async function post(
  { fetch, clock, timeout }: PostDeps,
  request: PostRequest,
  signal: AbortSignal,
): Promise<SendResult> {
  const { url, headers, body } = request;
  if (!URL.canParse(url)) return { kind: 'rejected', reason: 'the configured address is no URL' };
  const late = new AbortController();
  const done = new AbortController();
  const watch = clock.timeout(timeout, done.signal).then(
    () => late.abort(),
    () => undefined,
  );
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, late.signal]),
    });
    return resultOf(response, hide(await readStart(response, READ_BYTES), url), clock.now());
  } catch (error) {
    if (signal.aborted) return { kind: 'retry', after: 0, reason: 'stopped before an answer came' };
    if (late.signal.aborted) return { kind: 'retry', after: 0, reason: `no answer within ${timeout} ms` };
    return { kind: 'retry', after: 0, reason: `no connection: ${codeOf(error)}` };
  } finally {
    done.abort();
    await watch;
  }
}

function resultOf({ status, headers }: Response, answer: string, now: Millis): SendResult {
  const text = answer === '' ? `${status}` : `${status} ${answer}`;
  if (status >= 200 && status < 300) return { kind: 'sent', receipt: text };
  if (RETRIED.has(status) || status >= 500)
    return { kind: 'retry', after: parseRetryAfter(headers.get('retry-after'), now) ?? 0, reason: `answered ${text}` };
  if (status >= 300 && status < 400)
    return { kind: 'rejected', reason: `answered ${status}: redirects are not followed, configure the final address` };
  return { kind: 'rejected', reason: `answered ${text}` };
}

/** The beginning of the answer without what receivers like to quote: the request. */
function hide(answer: string, url: string): string {
  const { pathname, search } = new URL(url);
  let text = answer.replace(/\s+/g, ' ').trim();
  for (const part of [url, `${pathname}${search}`, pathname])
    if (part.length > 1) text = text.replaceAll(part, '[secret]');
  return redact(text.slice(0, SHOWN_ANSWER));
}

/** The system's code alone: messages of the HTTP client may quote the address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'the request failed';
}
