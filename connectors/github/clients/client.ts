import { Octokit } from '@octokit/rest';
import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import { SECOND } from '../../../src/core/time.ts';
import { aborted, githubError, unreadable } from '../failures.ts';
import type { Json } from '../json.ts';
import { isObject, textOf } from '../json.ts';
import type { Signer } from './signer.ts';

export interface Answer {
  readonly status: number;
  /** Parsed JSON with big integers as text, so that it can be written again; null when there was no body. */
  readonly data: unknown;
  readonly headers: Json;
}

export interface Question {
  readonly parameters?: Json;
  readonly signal?: AbortSignal | undefined;
  /** A list that is not there is one we may not see: `forbidden` makes that a finding. */
  readonly missing?: 'not-found' | 'forbidden';
}

/** One identity at one GitHub. One request a call, no retry: waiting is the engine's business. */
export interface GitHubApi {
  /**
   * @param what for people: `read the audit log of acme`
   * @param route as GitHub's reference writes it: `GET /orgs/{org}/audit-log`
   * @throws AppError
   */
  ask(what: string, route: string, question?: Question): Promise<Answer>;
}

const TIMEOUT = 30 * SECOND;
const VERSION = '2022-11-28';
/** Octokit prints failures, with what was sent, unless it is given somewhere else to print. */
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {
  /* Errors reach us as exceptions. */
}

/** @param signer null asks without any credential, as revoking leaked tokens demands */
export function githubApi(
  baseUrl: string,
  signer: Signer | null,
  context: Pick<ConnectorContext, 'signal'>,
): GitHubApi {
  const octokit = new Octokit({ baseUrl, userAgent: 'keywatch', log: SILENT, request: { log: SILENT } });
  return {
    async ask(what, route, question = {}) {
      const signal =
        question.signal === undefined ? context.signal : AbortSignal.any([context.signal, question.signal]);
      try {
        const authorization =
          signer === null ? {} : { authorization: await untilAborted(signer.authorization(signal), signal) };
        const headers = { 'x-github-api-version': VERSION, accept: 'application/vnd.github+json', ...authorization };
        // Octokit has no time limit of its own.
        const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]);
        const answer = await octokit.request(route, { ...question.parameters, headers, request: { signal: limited } });
        return answerOf(what, answer, signal);
      } catch (error) {
        if (signal.aborted) throw aborted(what);
        throw seenAs(githubError(what, error), question.missing);
      }
    },
  };
}

/** A secret may come from a place that does not answer, and knows of no signal. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new DOMException('aborted', 'AbortError'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function answerOf(
  what: string,
  answer: { readonly status: number; readonly data: unknown; readonly headers: unknown },
  signal: AbortSignal,
): Answer {
  const { data, status } = answer;
  const headers = isObject(answer.headers) ? answer.headers : {};
  if (status === 204 || status === 205 || (status === 202 && data === '')) return { status, data: null, headers };
  // Text where JSON was promised: a page of a proxy, or a body cut off in the middle.
  if (typeof data !== 'object') throw signal.aborted ? aborted(what) : unreadable(what);
  if (!textOf(headers['content-type']).includes('json')) throw unreadable(what);
  return { status, data: withoutBigInts(data), headers };
}

/** Integers beyond 2^53 come as BigInt, which JSON cannot write. */
function withoutBigInts(data: unknown): unknown {
  if (typeof data === 'bigint') return String(data);
  if (Array.isArray(data)) return data.map(withoutBigInts);
  if (!isObject(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, withoutBigInts(value)]));
}

function seenAs(error: AppError, missing: Question['missing']): AppError {
  if (error.kind !== 'not-found' || missing !== 'forbidden') return error;
  return new AppError(error.message, { code: 'GITHUB_NOT_VISIBLE', kind: 'forbidden', hint: error.hint });
}
