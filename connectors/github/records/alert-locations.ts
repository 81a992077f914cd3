import { AppError } from '../../../src/core/errors.ts';
import type { GitHubApi } from '../clients/client.ts';
import type { Json } from '../json.ts';
import { isObject, objectOf, textOf, wordOf } from '../json.ts';

/** One page of the list; a secret in more places than this is in too many to look at one by one. */
export const MOST_LOCATIONS = 100;
const MEMBER = 'locations';

/**
 * The alerts, those in more than one place with the list of their places, as far as one page of it goes. Where the list
 * is closed to us, the place that the alert itself names has to do.
 * @throws AppError
 */
export async function withLocations(
  api: GitHubApi,
  alerts: readonly unknown[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const alert of alerts) {
    const places = isObject(alert) && isIncomplete(alert) ? await locationsOf(api, alert, signal) : null;
    found.push(isObject(alert) && places !== null ? { ...alert, [MEMBER]: places } : alert);
  }
  return found;
}

/** Older servers name no place in the list of alerts at all. */
function isIncomplete(alert: Json): boolean {
  return alert['has_more_locations'] === true || !isObject(alert['first_location_detected']);
}

async function locationsOf(api: GitHubApi, alert: Json, signal: AbortSignal): Promise<readonly unknown[] | null> {
  const repository = /\/repos\/([^/]+)\/([^/]+)\//.exec(textOf(alert['locations_url']) || textOf(alert['url']));
  const number = wordOf(alert['number']);
  if (repository === null || number === '') return null;
  const [, owner = '', repo = ''] = repository;
  const parameters = { owner, repo, number, per_page: MOST_LOCATIONS };
  const what = `read the places of alert ${number} in ${owner}/${repo}`;
  try {
    const { data } = await api.ask(what, 'GET /repos/{owner}/{repo}/secret-scanning/alerts/{number}/locations', {
      parameters,
      signal,
    });
    return Array.isArray(data) ? data.map(objectOf) : null;
  } catch (error) {
    if (error instanceof AppError && (error.kind === 'not-found' || error.kind === 'forbidden')) return null;
    throw error;
  }
}
