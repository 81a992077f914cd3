import { AppError } from '../../../src/core/errors.ts';
import type { Answer } from '../clients/client.ts';
import { textOf } from '../json.ts';

const MEMBERS = ['after', 'page'] as const;
const NEXT = /<([^<>]+)>\s*;\s*rel="next"/;

/** What continues a list, as parameters of the next request; null at its end. */
export type Continuation = Readonly<Record<string, string>> | null;

/**
 * The `rel="next"` of an answer. Only its parameters are taken: a cursor is kept across restarts, and no
 * header may lead our token to another host.
 * @throws AppError when it points to another host
 */
export function nextPage(what: string, answer: Answer, baseUrl: string): Continuation {
  const address = NEXT.exec(textOf(answer.headers['link']))?.[1];
  if (address === undefined || !URL.canParse(address)) return null;
  const next = new URL(address);
  if (next.host !== new URL(baseUrl).host) {
    throw new AppError(`${what}: the next page is said to be on another host`, {
      code: 'GITHUB_FOREIGN_PAGE',
      kind: 'provider-bug',
      hint: 'Check base-url, and who answers in GitHub’s place.',
    });
  }
  for (const name of MEMBERS) {
    const value = next.searchParams.get(name);
    if (value !== null && value !== '') return { [name]: value };
  }
  return null;
}
