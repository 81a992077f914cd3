import { GitHubFault } from '../fault.ts';
import { pageSize } from '../paging.ts';
import type { Reply } from '../request.ts';
import type { World } from '../world.ts';
import type { AuditEntry } from './journal.ts';
import { parsePhrase } from './phrase.ts';

/** Without a `created` filter the log goes back three months. */
const DEFAULT_WINDOW = 90 * 86_400_000;

interface Position {
  readonly at: number;
  readonly id: string;
}

/** A page of the log, in the order of `@timestamp`; the filters follow `created_at`. */
export function listAudit(
  world: World,
  isOurs: (entry: AuditEntry) => boolean,
  path: string,
  query: URLSearchParams,
): Reply {
  const descending = (query.get('order') ?? 'desc') !== 'asc';
  const phrase = parsePhrase(query.get('phrase') ?? '');
  const include = query.get('include') ?? 'web';
  if (!['web', 'git', 'all'].includes(include)) throw new GitHubFault(422, 'Validation Failed: include');
  const size = pageSize(query);
  const now = world.clock.now();
  const found = world.journal
    .entries()
    .filter((entry) => isOurs(entry) && isShown(world, entry, now, include))
    .filter((entry) => (phrase.dated || entry.createdAt >= now - DEFAULT_WINDOW) && phrase.matches(entry))
    .toSorted((a, b) => (descending ? compare(b, a) : compare(a, b)));
  const after = position(query.get('after'));
  const before = position(query.get('before'));
  const isPast = (entry: AuditEntry, mark: Position): boolean => {
    const order = compareTo(entry, mark);
    return descending ? order < 0 : order > 0;
  };
  let page = found;
  if (after !== null) page = found.filter((entry) => isPast(entry, after)).slice(0, size);
  else if (before !== null)
    page = found.filter((entry) => !isPast(entry, before) && compareTo(entry, before) !== 0).slice(-size);
  else page = found.slice(0, size);
  const last = page.at(-1);
  const first = page[0];
  const links: string[] = [];
  if (last !== undefined && found.at(-1) !== last)
    links.push(link(world, path, query, { after: cursorOf(last), before: '' }, 'next'));
  links.push(link(world, path, query, { after: '', before: '' }, 'first'));
  if (first !== undefined && found[0] !== first)
    links.push(link(world, path, query, { after: '', before: cursorOf(first) }, 'prev'));
  return { status: 200, body: page.map(({ event }) => event), headers: { link: links.join(', ') } };
}

function isShown(world: World, entry: AuditEntry, now: number, include: string): boolean {
  const { webRetention, gitRetention } = world.settings.audit;
  if (entry.class === 'stream' || entry.visibleAt > now) return false;
  if (include !== 'all' && include !== entry.class) return false;
  return entry.at >= now - (entry.class === 'git' ? gitRetention : webRetention);
}

function compare(a: AuditEntry, b: AuditEntry): number {
  return compareTo(a, { at: b.at, id: b.documentId });
}

function compareTo(entry: AuditEntry, mark: Position): number {
  if (entry.at !== mark.at) return entry.at - mark.at;
  return entry.documentId < mark.id ? -1 : entry.documentId > mark.id ? 1 : 0;
}

/** Base64 of time and document id, as decoded from documented examples. */
function cursorOf({ at, documentId }: AuditEntry): string {
  return Buffer.from(`${at}|${documentId}`).toString('base64');
}

function position(cursor: string | null): Position | null {
  if (cursor === null || cursor === '') return null;
  const [, at, id] = /^(\d+)\|(.+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  if (at === undefined || id === undefined) throw new GitHubFault(422, 'Validation Failed: cursor');
  return { at: Number(at), id };
}

function link(
  world: World,
  path: string,
  query: URLSearchParams,
  change: Readonly<Record<string, string>>,
  rel: string,
): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change)) next.set(name, value);
  return `<${world.url}${path}?${next.toString()}>; rel="${rel}"`;
}
