import { Secret } from '../../../src/core/secret.ts';
import { textOf } from '../json.ts';
import type { ListQuestion } from '../pages.ts';
import { pagesOf } from '../pages.ts';
import { tokenIdentifier } from '../token-hash.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

/**
 * The token with this SHA-256 as an alert of secret scanning shows it; null where no alert has it. Literals are
 * hashed as they are read, and none is kept but the one that was asked for.
 */
export async function findLiteral(hands: Hands, hash: string): Promise<Secret | null> {
  for (const question of questions(hands)) {
    const found = await orNull(() => search(hands, question, hash));
    if (found !== null) return found;
  }
  return null;
}

async function search(hands: Hands, question: ListQuestion, hash: string): Promise<Secret | null> {
  for await (const page of pagesOf(hands.api, question)) {
    for (const alert of page) {
      const literal = textOf(alert['secret']);
      if (literal !== '' && tokenIdentifier(literal) === hash) return new Secret(literal);
    }
  }
  return null;
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
