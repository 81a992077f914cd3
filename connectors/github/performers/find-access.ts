import type { Json } from '../json.ts';
import { isObject, textOf, wordOf } from '../json.ts';
import { loggedHash } from '../records/token-hash.ts';
import { pagesOf } from '../sources/pages.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

/** What gives a token its way into an organisation. */
export interface Access {
  readonly kind: 'grant' | 'authorisation';
  readonly id: string;
}

export interface AccessSearch {
  readonly found: Access | null;
  /** Which of the two lists GitHub showed us. */
  readonly seen: readonly Access['kind'][];
  /** '' where it could not be found out. */
  readonly tokenId: string;
}

/** Looks for the token in both lists of the organisation. */
export async function findAccess(
  hands: Hands,
  org: string,
  token: { readonly hash: string; readonly tokenId: string },
): Promise<AccessSearch> {
  const tokenId = token.tokenId === '' ? await tokenIdOf(hands, org, token.hash) : token.tokenId;
  if (tokenId === '') return { found: null, seen: [], tokenId };
  const grants = await orNull(() => grantOf(hands, org, tokenId));
  const authorisations = await orNull(() => authorisationOf(hands, org, tokenId));
  const seen: Access['kind'][] = [];
  if (grants !== null) seen.push('grant');
  if (authorisations !== null) seen.push('authorisation');
  return { found: grants?.[0] ?? authorisations?.[0] ?? null, seen, tokenId };
}

/** One of at most 50 that the filter takes; Octokit would join a list with commas, so it stands in the route. */
async function grantOf(hands: Hands, org: string, tokenId: string): Promise<readonly Access[]> {
  const route = `GET /orgs/{org}/personal-access-tokens?token_id[]=${encodeURIComponent(tokenId)}`;
  const { data } = await hands.api.ask(`look for the grant of the token in ${org}`, route, { parameters: { org } });
  const rows = Array.isArray(data) ? data.filter(isObject) : [];
  return rows
    .filter((row) => wordOf(row['token_id']) === tokenId)
    .map((row): Access => ({ kind: 'grant', id: wordOf(row['id']) }));
}

async function authorisationOf(hands: Hands, org: string, tokenId: string): Promise<readonly Access[]> {
  const rows = await listed(hands, org);
  return rows
    .filter((row) => wordOf(row['authorized_credential_id']) === tokenId)
    .map((row): Access => ({ kind: 'authorisation', id: wordOf(row['credential_id']) }));
}

/** Every single sign-on authorisation of the organisation. */
export async function listed(hands: Hands, org: string): Promise<readonly Json[]> {
  const rows: Json[] = [];
  const question = {
    what: `list the single sign-on authorisations of ${org}`,
    route: 'GET /orgs/{org}/credential-authorizations',
    parameters: { org },
    baseUrl: hands.baseUrl,
  };
  for await (const page of pagesOf(hands.api, question)) rows.push(...page);
  return rows;
}

/** Lists name tokens by number, the log by both: Git events are not found by hash, so they are compared here. */
async function tokenIdOf(hands: Hands, org: string, hash: string): Promise<string> {
  const logged = loggedHash(hash);
  for (const parameters of [{ phrase: `hashed_token:"${logged}"` }, { include: 'git' }]) {
    const what = `look for the token in the log of ${org}`;
    const answer = await orNull(() =>
      hands.api.ask(what, 'GET /orgs/{org}/audit-log', { parameters: { org, per_page: 100, ...parameters } }),
    );
    const rows = Array.isArray(answer?.data) ? answer.data.filter(isObject) : [];
    const row = rows.find((one) => sameHash(textOf(one['hashed_token']), logged) && wordOf(one['token_id']) !== '');
    if (row !== undefined) return wordOf(row['token_id']);
  }
  return '';
}

function sameHash(a: string, b: string): boolean {
  return a.replace(/=+$/, '') === b.replace(/=+$/, '');
}
