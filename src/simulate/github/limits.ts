import { GitHubFault } from './fault.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

interface Window {
  began: number;
  used: number;
}

/** What is left of a budget, as headers tell it. */
export interface Budget {
  readonly resource: string;
  readonly limit: number;
  readonly used: number;
  /** In ms. */
  readonly resetAt: number;
}

/** Budgets an hour and points a minute, by caller. */
export class Limits {
  readonly #hours = new Map<string, Window>();
  readonly #minutes = new Map<string, Window>();

  /** @throws GitHubFault when the hour's budget is used up */
  spend(who: string, resource: string, limit: number, now: number): Budget {
    const window = windowOf(this.#hours, `${who} ${resource}`, now, HOUR);
    window.used += 1;
    const budget = { resource, limit, used: Math.min(window.used, limit), resetAt: window.began + HOUR };
    if (window.used > limit) throw primaryLimit(budget);
    return budget;
  }

  /** @throws GitHubFault when one endpoint is asked too much within a minute */
  points(who: string, endpoint: string, points: number, limit: number, now: number): void {
    const window = windowOf(this.#minutes, `${who} ${endpoint}`, now, MINUTE);
    window.used += points;
    if (window.used > limit) throw secondaryLimit(Math.ceil((window.began + MINUTE - now) / 1_000));
  }
}

function windowOf(windows: Map<string, Window>, key: string, now: number, length: number): Window {
  const known = windows.get(key);
  if (known !== undefined && now < known.began + length) return known;
  const fresh = { began: now, used: 0 };
  windows.set(key, fresh);
  return fresh;
}

export function primaryLimit(budget: Budget): GitHubFault {
  const headers = limitHeaders({ ...budget, used: budget.limit });
  return new GitHubFault(403, 'API rate limit exceeded for this user.', headers);
}

export function secondaryLimit(retryAfterSeconds: number): GitHubFault {
  return new GitHubFault(
    403,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    { 'retry-after': String(retryAfterSeconds) },
    'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
  );
}

export function limitHeaders(budget: Budget): Record<string, string> {
  return {
    'x-ratelimit-limit': String(budget.limit),
    'x-ratelimit-remaining': String(budget.limit - budget.used),
    'x-ratelimit-used': String(budget.used),
    'x-ratelimit-reset': String(Math.ceil(budget.resetAt / 1_000)),
    'x-ratelimit-resource': budget.resource,
  };
}
