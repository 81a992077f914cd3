import type { Json } from '../json.ts';
import { textOf } from '../json.ts';

/**
 * The page after this one of a list of API v2, without its host.
 * @param own path of the list: the answer does not decide what we ask for
 * @param current address of this page, '' for the first
 * @returns '' when there is none, or it leads elsewhere or nowhere
 */
export function nextPath(answer: Json, own: string, current: string): string {
  const next = textOf(answer['next_page_url']);
  if (next === '' || !URL.canParse(next, 'https://api.stripe.com')) return '';
  const { pathname, search } = new URL(next, 'https://api.stripe.com');
  const path = `${pathname}${search}`;
  return pathname === own && path !== current ? path : '';
}
