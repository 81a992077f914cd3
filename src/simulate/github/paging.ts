import type { GitHubRequest, Reply } from './request.ts';

/** `per_page`: 30 unless asked for, 100 at most. */
export function pageSize(query: URLSearchParams): number {
  const asked = Number(query.get('per_page') ?? '30');
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, 100) : 30;
}

/** A page by number, with the links that lead to its neighbours. @param wrap puts the list into its envelope */
export function paged(
  request: GitHubRequest,
  items: readonly unknown[],
  wrap: (page: readonly unknown[]) => unknown = (page) => page,
): Reply {
  const size = pageSize(request.query);
  const number = Math.max(1, Number(request.query.get('page') ?? '1') || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const links: string[] = [];
  const add = (page: number, rel: string): void => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(page));
    links.push(`<${request.world.url}${request.path}?${query.toString()}>; rel="${rel}"`);
  };
  if (number < last) {
    add(number + 1, 'next');
    add(last, 'last');
  }
  if (number > 1) {
    add(1, 'first');
    add(number - 1, 'prev');
  }
  const body = wrap(items.slice((number - 1) * size, number * size));
  return { status: 200, body, ...(links.length === 0 ? {} : { headers: { link: links.join(', ') } }) };
}
