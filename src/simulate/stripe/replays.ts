import type { IncomingMessage } from 'node:http';
import { refusal, type StripeAnswer } from './answer.ts';

/** What was answered to a request with an idempotency key. */
export type Replays = Map<string, { readonly request: string; readonly answer: StripeAnswer }>;

/** A POST with the key of an earlier one gets its answer again; with other parameters it is an error. */
export function replayed(
  replays: Replays,
  request: IncomingMessage,
  body: string,
  answer: () => StripeAnswer,
): StripeAnswer {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || typeof key !== 'string') return answer();
  const id = `${request.headers.authorization ?? ''} ${key}`;
  const asked = `${request.url ?? ''} ${body}`;
  const known = replays.get(id);
  if (known === undefined) {
    const made = answer();
    // Requests that were refused before anything was done may be made anew.
    if (made.status < 400) replays.set(id, { request: asked, answer: made });
    return made;
  }
  if (known.request === asked) return { ...known.answer, headers: { 'idempotent-replayed': 'true' } };
  const words = 'Keys for idempotent requests can only be used with the same parameters they were first used with.';
  return refusal(400, 'idempotency_error', words);
}
