import { describe, expect, it } from 'vitest';
import type { GitHubApi } from '../../../../../connectors/github/clients/client.ts';
import { withLocations } from '../../../../../connectors/github/records/alert-locations.ts';
import { AppError, type FailureKind } from '../../../../../src/core/errors.ts';

const SIGNAL = new AbortController().signal;
const alert = (number: number, fields: object = {}): object => ({
  number,
  url: `https://api.github.com/repos/acme/shop/secret-scanning/alerts/${number}`,
  first_location_detected: { path: 'a' },
  ...fields,
});

/** An API that answers every list of places with these, and remembers what it was asked. */
function api(answer: unknown, asked: unknown[]): GitHubApi {
  return {
    ask: (_what, route, question) => {
      asked.push([route, question?.parameters]);
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ status: 200, data: answer, headers: {} });
    },
  };
}

const failure = (kind: FailureKind): AppError => new AppError('no', { code: 'NO', kind });

describe('the places of alerts', () => {
  it('are asked for where there are more than the alert names, or it names none', async () => {
    const asked: unknown[] = [];
    const alerts = [
      alert(1),
      alert(2, { has_more_locations: true }),
      alert(3, { first_location_detected: undefined }),
      'no alert',
    ];
    const found = await withLocations(api([{ details: { path: 'b' } }], asked), alerts, SIGNAL);
    expect(asked).toEqual(
      ['2', '3'].map((number) => [
        'GET /repos/{owner}/{repo}/secret-scanning/alerts/{number}/locations',
        { owner: 'acme', repo: 'shop', number, per_page: 100 },
      ]),
    );
    expect(found).toEqual([
      alerts[0],
      { ...(alerts[1] as object), locations: [{ details: { path: 'b' } }] },
      { ...(alerts[2] as object), locations: [{ details: { path: 'b' } }] },
      'no alert',
    ]);
  });

  it.each(['not-found', 'forbidden'] as const)('are left out where they are %s', async (kind) => {
    const alerts = [alert(1, { has_more_locations: true })];
    expect(await withLocations(api(failure(kind), []), alerts, SIGNAL)).toEqual(alerts);
  });

  it('stop the page when they fail otherwise, so that it is read again', async () => {
    const alerts = [alert(1, { has_more_locations: true })];
    await expect(withLocations(api(failure('rate-limited'), []), alerts, SIGNAL)).rejects.toMatchObject({
      kind: 'rate-limited',
    });
  });

  it('are not asked for where the alert does not say of which repository it is', async () => {
    const asked: unknown[] = [];
    const alerts = [{ number: 1, has_more_locations: true, url: 'https://example.com/elsewhere' }];
    expect(await withLocations(api([], asked), alerts, SIGNAL)).toEqual(alerts);
    expect(asked).toEqual([]);
  });
});
