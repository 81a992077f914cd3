import type { GitHubApi } from '../clients/client.ts';
import { unreadable } from '../failures.ts';
import type { Json } from '../json.ts';
import { isObject } from '../json.ts';
import type { Continuation } from './next-page.ts';
import { nextPage } from './next-page.ts';

/** More pages than any list has; a cursor that leads in circles must end. */
const MOST_PAGES = 2_000;

export interface ListQuestion {
  readonly what: string;
  readonly route: string;
  readonly parameters: Json;
  /** Member of the answer that holds the list, where it is no bare list. */
  readonly member?: string;
  readonly baseUrl: string;
}

/** The objects of a list, page by page. @throws AppError */
export async function* pagesOf(api: GitHubApi, question: ListQuestion): AsyncGenerator<readonly Json[]> {
  const { what, route, member, parameters, baseUrl } = question;
  let next: Continuation = {};
  for (let page = 0; next !== null && page < MOST_PAGES; page += 1) {
    const answer = await api.ask(what, route, { parameters: { per_page: 100, ...parameters, ...next } });
    const list: unknown = member === undefined ? answer.data : isObject(answer.data) ? answer.data[member] : undefined;
    if (!Array.isArray(list)) throw unreadable(what);
    yield list.filter(isObject);
    const following = nextPage(what, answer, baseUrl);
    next = JSON.stringify(following) === JSON.stringify(next) ? null : following;
  }
}
