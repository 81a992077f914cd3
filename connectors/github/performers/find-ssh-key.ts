import type { Json } from '../json.ts';
import { textOf, wordOf } from '../json.ts';
import { sshIdentifier } from '../records/token-hash.ts';
import { pagesOf } from '../sources/pages.ts';
import { listed } from './find-access.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

/** Where an SSH key stands. */
export type FoundKey =
  | {
      readonly kind: 'deploy-key';
      readonly id: string;
      readonly repository: string;
      readonly title: string;
      readonly readOnly: boolean;
    }
  | { readonly kind: 'authorisation'; readonly id: string };

/**
 * Looks through the deploy keys of every repository that we may see, then through users' keys.
 * @param known the one repository where it is a deploy key, '' where that is not known
 */
export async function findSshKey(
  hands: Hands,
  org: string,
  fingerprint: string,
  known: string,
): Promise<FoundKey | null> {
  for await (const repository of known === '' ? repositoriesOf(hands, org) : [known]) {
    const found = (await deployKeysOf(hands, repository)).find((key) => isKey(textOf(key['key']), '', fingerprint));
    if (found === undefined) continue;
    const readOnly = found['read_only'] === true;
    return { kind: 'deploy-key', id: wordOf(found['id']), repository, title: textOf(found['title']), readOnly };
  }
  if (known !== '') return null;
  const rows = (await orNull(() => listed(hands, org))) ?? [];
  const row = rows.find((one) => isKey('', textOf(one['fingerprint']), fingerprint));
  return row === undefined ? null : { kind: 'authorisation', id: wordOf(row['credential_id']) };
}

export async function deployKeysOf(hands: Hands, repository: string): Promise<readonly Json[]> {
  const [owner = '', repo = ''] = repository.split('/');
  const rows = await orNull(async () => {
    const keys: Json[] = [];
    const what = `list the deploy keys of ${repository}`;
    const question = {
      what,
      route: 'GET /repos/{owner}/{repo}/keys',
      parameters: { owner, repo },
      baseUrl: hands.baseUrl,
    };
    for await (const page of pagesOf(hands.api, question)) keys.push(...page);
    return keys;
  });
  return rows ?? [];
}

async function* repositoriesOf(hands: Hands, org: string): AsyncGenerator<string> {
  yield* hands.repositories;
  if (!hands.organizations.includes(org)) return;
  const what = `list the repositories of ${org}`;
  const question = { what, route: 'GET /orgs/{org}/repos', parameters: { org }, baseUrl: hands.baseUrl };
  for await (const page of pagesOf(hands.api, question)) {
    for (const row of page) yield textOf(row['full_name']);
  }
}

function isKey(key: string, printed: string, fingerprint: string): boolean {
  return sshIdentifier(key, printed) === `ssh/${fingerprint}`;
}
