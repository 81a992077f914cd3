import type { FailureKind } from '../../src/core/errors.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Millis } from '../../src/core/time.ts';
import { SECOND } from '../../src/core/time.ts';
import { kindOfError, kindOfStatus } from '../../src/kit/error-kinds.ts';
import { redact } from '../../src/kit/redact.ts';
import { listOf, objectOf, textOf, wordOf } from './json.ts';
import { cleanText } from './records/sanitize.ts';

interface Meaning {
  readonly kind: FailureKind;
  readonly hint: string;
  readonly retryAfter?: Millis;
}

/** GitHub's advice where it names no time: at least a minute. */
const LEAST_WAIT: Millis = 60 * SECOND;
const LONGEST_WAIT: Millis = 3600 * SECOND;
const README = 'see connectors/github/README.md';

/**
 * An error of Octokit as one of ours. Octokit's carries the request with its body, which may hold a token:
 * nothing of it goes on but GitHub's own words with secrets masked, and it is never the cause.
 */
export function githubError(what: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const response = objectOf(member(error, 'response'));
  const status = Number(response['status'] ?? 0);
  const meaning = status > 0 ? byStatus(status, response) : byShape(error);
  return new AppError(`${what}: ${wordsOf(status, response, error)}`, {
    code: `GITHUB_${meaning.kind.toUpperCase().replaceAll('-', '_')}`,
    ...meaning,
  });
}

/** The answer is no JSON although it should be: a proxy, a maintenance page, a body that was cut off. */
export function unreadable(what: string): AppError {
  return new AppError(`${what}: the answer could not be read`, {
    code: 'GITHUB_PROVIDER_BUG',
    kind: 'provider-bug',
    hint: 'Look for a proxy or a wrong base-url between here and GitHub.',
  });
}

export function aborted(what: string): AppError {
  return new AppError(`${what}: stopped`, { code: 'GITHUB_ABORTED', kind: 'aborted' });
}

function byStatus(status: number, response: Readonly<Record<string, unknown>>): Meaning {
  const headers = objectOf(response['headers']);
  const data = objectOf(response['data']);
  if ((status === 403 || status === 429) && isLimit(status, headers, data)) {
    return { kind: 'rate-limited', hint: '', retryAfter: waitOf(headers) };
  }
  if (status === 401) {
    return {
      kind: 'auth',
      hint: `Replace the token or key of the GitHub connector, or check the clock of this machine; ${README}.`,
    };
  }
  if (status === 403) return { kind: 'forbidden', hint: hintOf403(headers) };
  if (status === 404) {
    return {
      kind: 'not-found',
      hint: `Check the name, the permission and the plan: GitHub answers 404 to whoever may not see a thing; ${README}.`,
    };
  }
  if (status >= 200 && status < 300) return { kind: 'provider-bug', hint: '' };
  return { kind: kindOfStatus(status), hint: '' };
}

/** Primary limits say so in headers, secondary ones in words or in the address of their page. */
function isLimit(
  status: number,
  headers: Readonly<Record<string, unknown>>,
  data: Readonly<Record<string, unknown>>,
): boolean {
  if (status === 429 || wordOf(headers['retry-after']) !== '' || wordOf(headers['x-ratelimit-remaining']) === '0')
    return true;
  const said = `${textOf(data['message'])} ${textOf(data['documentation_url'])}`;
  return /secondary.rate|abuse.rate|rate limit exceeded/i.test(said);
}

function waitOf(headers: Readonly<Record<string, unknown>>): Millis {
  const asked = Number(headers['retry-after']) * SECOND;
  if (asked > 0) return Math.min(asked, LONGEST_WAIT);
  // Against GitHub's own clock: ours may differ.
  const left = Number(headers['x-ratelimit-reset']) * SECOND - Date.parse(textOf(headers['date']));
  const exhausted = wordOf(headers['x-ratelimit-remaining']) === '0';
  return exhausted && left > 0 ? Math.min(left + SECOND, LONGEST_WAIT) : LEAST_WAIT;
}

function hintOf403(headers: Readonly<Record<string, unknown>>): string {
  const sso = textOf(headers['x-github-sso']);
  if (sso.includes('required'))
    return 'Authorise the token for single sign-on of the organisation (settings, tokens, Configure SSO).';
  const wanted = textOf(headers['x-accepted-github-permissions']) || textOf(headers['x-accepted-oauth-scopes']);
  return wanted === '' ? `Grant the missing permission, ${README}.` : `Grant one of: ${redact(wanted).slice(0, 200)}.`;
}

function byShape(error: unknown): Meaning {
  const cause = member(error, 'cause');
  const kind = kindOfError(cause instanceof Error ? cause : error);
  if (kind !== 'our-bug') return { kind, hint: '' };
  // fetch says `fetch failed` or `terminated` of a connection that broke.
  const broke = [error, cause].some((one) => one instanceof TypeError) || Number(member(error, 'status')) === 500;
  return broke ? { kind: 'transient', hint: '' } : { kind, hint: 'Please report this.' };
}

function wordsOf(status: number, response: Readonly<Record<string, unknown>>, error: unknown): string {
  if (status === 0)
    return `no answer (${redact(textOf(member(member(error, 'cause'), 'code')) || textOf(member(error, 'name')))})`;
  const data = objectOf(response['data']);
  const details = listOf(data['errors']).map((one) => textOf(objectOf(one)['code']) || textOf(one));
  const said = [textOf(data['message']), ...details].filter((text) => text !== '').join(', ');
  return said === '' ? `HTTP ${status}` : `${redact(cleanText(said)).slice(0, 300)} (HTTP ${status})`;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
