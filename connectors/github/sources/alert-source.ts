import { type ZodType, z } from 'zod';
import type { Cursor, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { isoTime, MINUTE } from '../../../src/core/time.ts';
import type { GitHubApi } from '../clients/client.ts';
import { unreadable } from '../failures.ts';
import { isObject, textOf } from '../json.ts';
import { ALERT_FORMAT_ID } from '../records/alert-format.ts';
import { withLocations } from '../records/alert-locations.ts';
import { firstTime } from '../records/record-time.ts';
import { type AlertScope, alertSourceId } from './alert-scope.ts';
import { nextPage } from './next-page.ts';
import { readCursor } from './read-cursor.ts';

export interface AlertOptions {
  readonly scope: AlertScope;
  /** Login, slug, or `owner/name`. */
  readonly name: string;
  /** Ask for the literal, so that the credential can be named; it is hashed while the answer is read. */
  readonly identify: boolean;
  readonly baseUrl: string;
  readonly api: GitHubApi;
}

interface AlertCursor extends Cursor {
  readonly v: 1;
  /** What was updated before has been read. */
  readonly through: Millis;
  /** The listing under way, from new to old. */
  readonly walk: { readonly to: Millis; readonly next: Readonly<Record<string, string>> } | null;
}

const cursorSchema: ZodType<AlertCursor> = z.strictObject({
  v: z.literal(1),
  through: z.number(),
  walk: z.strictObject({ to: z.number(), next: z.record(z.string(), z.string()) }).nullable(),
});

const ROUTES = {
  organisation: 'GET /orgs/{name}/secret-scanning/alerts',
  enterprise: 'GET /enterprises/{name}/secret-scanning/alerts',
  repository: 'GET /repos/{owner}/{name}/secret-scanning/alerts',
} as const;
/** Each alert of a page may need a request of its own for its places. */
const PAGE_SIZE = 50;
const OVERLAP: Millis = 10 * MINUTE;
const EVERY: Millis = 2 * MINUTE;

/** Alerts of secret scanning, by the time of their last change. */
export function alertSource(options: AlertOptions): Source {
  const { scope, name } = options;
  return {
    id: alertSourceId(scope, name),
    title: `secret-scanning alerts of ${name}`,
    provider: 'github',
    account: name.split('/')[0] ?? name,
    lag: OVERLAP,
    retention: null,
    every: EVERY,
    budget: { name: 'github.api', minInterval: 300 },
    blindSpots: [
      `repositories of ${name} in which secret scanning is off show no alerts`,
      'leaks that GitHub reports to the issuer of a key as a partner are not among the alerts',
    ],
    poll: (cursor, request) => poll(options, cursor, request),
  };
}

async function poll(options: AlertOptions, stored: Cursor | null, request: PollRequest): Promise<Page> {
  const first: AlertCursor = { v: 1, through: Math.max(0, request.now - request.backfill), walk: null };
  const cursor = stored === null ? first : readCursor('the secret-scanning alerts', cursorSchema, stored);
  const walk = cursor.walk ?? { to: request.now, next: {} };
  const what = `read the secret-scanning alerts of ${options.name}`;
  const answer = await options.api.ask(what, ROUTES[options.scope], {
    parameters: {
      ...nameOf(options),
      sort: 'updated',
      direction: 'desc',
      per_page: PAGE_SIZE,
      hide_secret: !options.identify,
      ...walk.next,
    },
    signal: request.signal,
    missing: 'forbidden',
  });
  if (!Array.isArray(answer.data)) throw unreadable(what);
  const since = cursor.through - (stored === null ? 0 : OVERLAP);
  const alerts = answer.data.filter((alert: unknown) => updatedAt(alert) >= since);
  const following = nextPage(what, answer, options.baseUrl);
  const isDone =
    following === null || alerts.length < answer.data.length || JSON.stringify(following) === JSON.stringify(walk.next);
  const next: AlertCursor = isDone
    ? { v: 1, through: Math.max(cursor.through, walk.to), walk: null }
    : { ...cursor, walk: { to: walk.to, next: following } };
  const place = `secret-scanning://${options.name}?to=${isoTime(walk.to)}#${Object.values(walk.next)[0] ?? ''}`;
  const located = await withLocations(options.api, alerts, request.signal);
  const lines = located.map((alert) => JSON.stringify(withRepository(alert, options))).join('\n');
  return {
    deliveries: alerts.length === 0 ? [] : [{ place, bytes: Buffer.from(lines), format: ALERT_FORMAT_ID }],
    next,
    more: !isDone,
    observedThrough: next.through,
  };
}

function nameOf({ name, scope }: AlertOptions): Readonly<Record<string, string>> {
  if (scope !== 'repository') return { name };
  const [owner = '', repository = ''] = name.split('/');
  return { owner, name: repository };
}

/** An alert without any time is read every time. */
function updatedAt(alert: unknown): Millis {
  if (!isObject(alert)) return Number.POSITIVE_INFINITY;
  return firstTime(alert['updated_at'], alert['resolved_at'], alert['created_at']) ?? Number.POSITIVE_INFINITY;
}

/** Lists of one repository leave it out. */
function withRepository(alert: unknown, { name, scope }: AlertOptions): unknown {
  if (scope !== 'repository' || !isObject(alert) || isObject(alert['repository'])) return alert;
  return textOf(alert['html_url']) === '' ? { ...alert, repository: { full_name: name } } : alert;
}
