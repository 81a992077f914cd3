import type { Cursor, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Millis } from '../../../src/core/time.ts';
import { isoTime, MINUTE } from '../../../src/core/time.ts';
import type { Answer, GitHubApi } from '../clients/client.ts';
import { unreadable } from '../failures.ts';
import { isObject } from '../json.ts';
import { AUDIT_FORMAT_ID } from '../records/audit-format.ts';
import { firstTime } from '../records/record-time.ts';
import type { AuditCursor, Begun } from './audit-cursor.ts';
import { afterAuditPage, beginAudit, resumedByTime, WEB_RETENTION } from './audit-cursor.ts';
import { nextPage } from './next-page.ts';

export interface AuditOptions {
  readonly scope: 'organisation' | 'enterprise';
  readonly name: string;
  readonly overlap: Millis;
  readonly baseUrl: string;
  readonly api: GitHubApi;
}

const PAGE_SIZE = 100;
const EVERY: Millis = 2 * MINUTE;
/** 1,750 queries an hour, by user and address: shared by all audit logs. */
const MIN_INTERVAL: Millis = 2_100;

/** The audit log of one organisation or enterprise: web and Git events. */
export function auditSource(options: AuditOptions): Source {
  const { scope, name, overlap } = options;
  return {
    id: `github.audit-log/${scope === 'enterprise' ? 'enterprise/' : ''}${name}`,
    title: `audit log of the ${scope} ${name}`,
    provider: 'github',
    account: name,
    lag: overlap,
    retention: WEB_RETENTION,
    every: EVERY,
    budget: { name: 'github.audit-log', minInterval: MIN_INTERVAL },
    blindSpots: [
      `requests to the API that only read are not in the log of ${name}: its stream alone has them, read from its bucket or files`,
      'Git events (clone, fetch, push) are kept for 7 days; what a token copied before that cannot be told',
      'creation of classic tokens and OAuth tokens is in each user’s own security log, which has no API',
      'addresses are missing unless the organisation discloses them (settings, audit log, source IP disclosure)',
    ],
    poll: (cursor, request) => poll(options, cursor, request),
  };
}

async function poll(options: AuditOptions, stored: Cursor | null, request: PollRequest): Promise<Page> {
  const begun = beginAudit(stored, request, options.overlap);
  const what = `read the audit log of ${options.name}`;
  const answer = await ask(options, begun, what, request);
  if (answer === null) return page(options, begun, [], resumed(begun, what, 0));
  if (!Array.isArray(answer.data)) throw unreadable(what);
  const records: readonly unknown[] = answer.data;
  const newest = newestOf(records, request.now);
  const next = nextPage(what, answer, options.baseUrl);
  const repeats = next !== null && JSON.stringify(next) === JSON.stringify(begun.walk.next);
  return page(options, begun, records, repeats ? resumed(begun, what, newest) : afterAuditPage(begun, next, newest));
}

/** @returns null when the cursor of the page is refused */
async function ask(options: AuditOptions, { walk }: Begun, what: string, request: PollRequest): Promise<Answer | null> {
  const route = options.scope === 'enterprise' ? 'GET /enterprises/{name}/audit-log' : 'GET /orgs/{name}/audit-log';
  const parameters = {
    name: options.name,
    // Filters follow the time of creation, order follows another clock: hence the overlap.
    phrase: `created:>=${isoTime(walk.from)}`,
    include: 'all',
    order: 'asc',
    per_page: PAGE_SIZE,
    ...walk.next,
  };
  try {
    return await options.api.ask(what, route, { parameters, signal: request.signal, missing: 'forbidden' });
  } catch (error) {
    const isRefused = error instanceof AppError && error.kind === 'bad-input' && Object.keys(walk.next).length > 0;
    if (isRefused) return null;
    throw error;
  }
}

function resumed(begun: Begun, what: string, newest: Millis): AuditCursor {
  const cursor = resumedByTime(begun, newest);
  if (cursor !== null) return cursor;
  throw new AppError(`${what}: its pages lead nowhere`, { code: 'GITHUB_CURSOR_LOOP', kind: 'provider-bug', hint: '' });
}

function page(
  options: AuditOptions,
  { cursor, gap, walk }: Begun,
  records: readonly unknown[],
  next: AuditCursor,
): Page {
  const place = `audit-log://${options.name}?from=${isoTime(walk.from)}&began=${isoTime(walk.began)}#${walk.page}`;
  const bytes = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
  const through = next.walk === null ? next.watermark : Math.max(cursor.watermark, next.walk.newest);
  return {
    deliveries: records.length === 0 ? [] : [{ place, bytes, format: AUDIT_FORMAT_ID }],
    next,
    more: next.walk !== null,
    observedThrough: Math.min(through, walk.began),
    ...(gap === null ? {} : { gap }),
  };
}

function newestOf(records: readonly unknown[], now: Millis): Millis {
  let newest = 0;
  for (const record of records) {
    const at = isObject(record) ? firstTime(record['@timestamp'], record['created_at']) : null;
    if (at !== null && at <= now) newest = Math.max(newest, at);
  }
  return newest;
}
