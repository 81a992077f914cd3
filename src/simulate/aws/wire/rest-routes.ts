import type { JsonObject } from '../../json.ts';

interface Route {
  readonly action: string;
  readonly params: JsonObject;
}

/** Method and path of each REST operation; braces are path parameters. Source: the SDK's own models. */
const ROUTES: Readonly<Record<string, readonly (readonly [request: string, action: string])[]>> = {
  guardduty: [
    ['GET /detector', 'ListDetectors'],
    ['POST /detector/{DetectorId}/findings', 'ListFindings'],
    ['POST /detector/{DetectorId}/findings/get', 'GetFindings'],
  ],
  account: [['POST /listRegions', 'ListRegions']],
};

export function findRoute(service: string, method: string, url: URL): Route | undefined {
  for (const [request, action] of ROUTES[service] ?? []) {
    const [wantedMethod, path = ''] = request.split(' ');
    const found = wantedMethod === method ? pathParams(path, url.pathname) : undefined;
    if (found !== undefined) return { action, params: { ...Object.fromEntries(url.searchParams), ...found } };
  }
  return undefined;
}

function pathParams(pattern: string, path: string): JsonObject | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const actual = decodeURIComponent(given[index] ?? '');
    if (part.startsWith('{')) params[part.slice(1, -1)] = actual;
    else if (part !== actual) return undefined;
  }
  return params;
}
