import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isObject, type JsonObject } from '../json.ts';
import { listenOnLoopback, readBody } from '../loopback.ts';
import type { SimulatedAccount, SimulatedKey } from './account.ts';
import { refusal, type StripeAnswer, send } from './answer.ts';
import { failWith, type StripeFault } from './faults.ts';
import { type Replays, replayed } from './replays.ts';
import { permissionsOf } from './routes/managed-keys.ts';
import { answerTo } from './routes.ts';

export interface StripeSimulation {
  readonly url: string;
  /** The next request runs into this; with a key, the next one that is made with it. */
  fail(fault: StripeFault, secret?: string): void;
  /** No request is answered any more. */
  hang(): void;
  /** Method and address of every request, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** A Stripe on loopback: keys, events, webhook endpoints, payouts and activity logs of the accounts given. */
export async function simulateStripe(
  accounts: readonly SimulatedAccount[],
  now: () => number,
): Promise<StripeSimulation> {
  const faults: StripeFault[] = [];
  const faultsOfKeys = new Map<string, StripeFault[]>();
  const requests: string[] = [];
  const replays: Replays = new Map();
  let hanging = false;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await readBody(request)).toString();
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (hanging) return;
    const queue = faultsOfKeys.get(secretOf(request)) ?? [];
    const fault = takeFault(queue.length > 0 ? queue : faults, request);
    if (fault !== undefined && fault !== 'reset after acting') return failWith(fault, response);
    const made = replayed(replays, request, body, () => answer(accounts, request, body, now()));
    if (fault === undefined) send(response, made);
    else failWith(fault, response);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const { close, url } = await listenOnLoopback(server);
  return {
    url,
    requests,
    close,
    fail: (fault, secret) => {
      if (secret === undefined) faults.push(fault);
      else faultsOfKeys.set(secret, [...(faultsOfKeys.get(secret) ?? []), fault]);
    },
    hang: () => {
      hanging = true;
    },
  };
}

function answer(
  accounts: readonly SimulatedAccount[],
  request: IncomingMessage,
  body: string,
  now: number,
): StripeAnswer {
  const secret = secretOf(request);
  const owner = accounts.find(({ keys }) => keys.some((key) => key.secret === secret));
  const key = owner?.keys.find((one) => one.secret === secret);
  if (owner === undefined || key === undefined) return unknownKey(secret);
  if (isDead(key, now) && key.endsAs === 'deleted') return unknownKey(secret);
  if (isDead(key, now))
    return refusal(401, 'invalid_request_error', `Expired API Key provided: ${masked(secret)}`, 'api_key_expired');
  const named = request.headers['stripe-account'];
  const account = named === undefined ? owner : accounts.find(({ id }) => id === named);
  if (account === undefined)
    return refusal(
      403,
      'invalid_request_error',
      'The provided key does not have access to account.',
      'account_invalid',
    );
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  return answerTo({
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    form: new URLSearchParams(body),
    json: url.pathname.startsWith('/v2/') ? jsonOf(body) : {},
    version: String(request.headers['stripe-version'] ?? ''),
    account,
    permissions: permissionsOf(key, now),
    accounts,
    now,
  });
}

function takeFault(queue: StripeFault[], request: IncomingMessage): StripeFault | undefined {
  return queue[0] === 'reset after acting' && request.method === 'GET' ? undefined : queue.shift();
}

function secretOf(request: IncomingMessage): string {
  return (request.headers.authorization ?? '').replace(/^Bearer /, '');
}

function jsonOf(body: string): JsonObject {
  const value: unknown = body === '' ? {} : JSON.parse(body);
  return isObject(value) ? value : {};
}

function isDead(key: SimulatedKey, now: number): boolean {
  return key.diesAt !== null && key.diesAt <= now;
}

function unknownKey(secret: string): StripeAnswer {
  return refusal(401, 'invalid_request_error', `Invalid API Key provided: ${masked(secret)}`);
}

function masked(secret: string): string {
  return `${secret.slice(0, 8)}${'*'.repeat(8)}${secret.slice(-4)}`;
}
