import { AppError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { textOf } from '../json.ts';
import { tokenIdentifier } from '../records/token-hash.ts';
import type { ListQuestion } from '../sources/pages.ts';
import { pagesOf } from '../sources/pages.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

/** The token with this SHA-256, as configuration or an alert of secret scanning shows it; null where nothing does. */
export async function findLiteral(hands: Hands, hash: string): Promise<Secret | null> {
  return (await findLiterals(hands, [hash])).get(hash) ?? null;
}

/**
 * Several at once, by their SHA-256. Literals are hashed as they are read, and none is kept but those asked for, in memory
 * and as long as the actions are armed.
 */
export async function findLiterals(hands: Hands, hashes: readonly string[]): Promise<ReadonlyMap<string, Secret>> {
  const wanted = new Set(hashes);
  const found = new Map<string, Secret>();
  for (const hash of wanted) {
    const known = hands.found.get(hash);
    if (known !== undefined) found.set(hash, known);
  }
  if (found.size === wanted.size) return found;
  const take = (literal: string): void => {
    const hash = literal === '' ? '' : tokenIdentifier(literal);
    if (wanted.has(hash)) found.set(hash, new Secret(literal));
  };
  for (const read of hands.knownTokens) take(await readable(read));
  for (const question of questions(hands)) {
    if (found.size === wanted.size) break;
    await orNull(async () => {
      for await (const page of pagesOf(hands.api, question)) {
        for (const alert of page) take(textOf(alert['secret']));
        if (found.size === wanted.size) break;
      }
    });
  }
  for (const [hash, secret] of found) hands.found.set(hash, secret);
  return found;
}

/** A reference that leads nowhere must not stop a revocation: the token may be another one. */
async function readable(read: () => Promise<Secret>): Promise<string> {
  try {
    return (await read()).reveal().trim();
  } catch (error) {
    if (error instanceof AppError) return '';
    throw error;
  }
}

function questions({ baseUrl, organizations, repositories }: Hands): readonly ListQuestion[] {
  const common = { sort: 'updated', direction: 'desc', hide_secret: false };
  return [
    ...organizations.map((org) => ({
      what: `look for the token in the alerts of ${org}`,
      route: 'GET /orgs/{org}/secret-scanning/alerts',
      parameters: { org, ...common },
      baseUrl,
    })),
    ...repositories.map((name) => {
      const [owner = '', repo = ''] = name.split('/');
      const route = 'GET /repos/{owner}/{repo}/secret-scanning/alerts';
      return {
        what: `look for the token in the alerts of ${name}`,
        route,
        parameters: { owner, repo, ...common },
        baseUrl,
      };
    }),
  ];
}
