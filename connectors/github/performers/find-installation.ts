import type { ActionTarget } from '../../../src/core/action.ts';
import { appParams } from '../actions/app-target.ts';
import type { GitHubApi } from '../clients/client.ts';
import type { Json } from '../json.ts';
import { objectOf, textOf, wordOf } from '../json.ts';
import { pagesOf } from '../sources/pages.ts';
import type { Hands } from './hands.ts';

export interface Installation {
  readonly id: string;
  readonly isSuspended: boolean;
  /** As the app itself. */
  readonly api: GitHubApi;
}

/** Installations of an app of ours in the organisation that the target names, everywhere where it names none. */
export async function installationsOf(hands: Hands, target: ActionTarget): Promise<readonly Installation[]> {
  const found: Installation[] = [];
  for (const { api, id } of hands.apps) {
    const question = {
      what: `list the installations of the app ${id}`,
      route: 'GET /app/installations',
      parameters: {},
      baseUrl: hands.baseUrl,
    };
    for await (const page of pagesOf(api, question)) {
      for (const row of page) {
        if (isMeant(row, target)) found.push({ id: wordOf(row['id']), isSuspended: isSuspended(row), api });
      }
    }
  }
  return found;
}

/** What an organisation lists of the app; null where it lists no such thing. */
export async function listedInstallation(hands: Hands, target: ActionTarget): Promise<Json | null> {
  const { organization } = appParams(target);
  const question = {
    what: `list the apps of ${organization}`,
    route: 'GET /orgs/{org}/installations',
    parameters: { org: organization },
    member: 'installations',
    baseUrl: hands.baseUrl,
  };
  for await (const page of pagesOf(hands.api, question)) {
    const row = page.find((one) => isMeant(one, target));
    if (row !== undefined) return row;
  }
  return null;
}

export function isSuspended(row: Json): boolean {
  return textOf(row['suspended_at']) !== '';
}

function isMeant(row: Json, target: ActionTarget): boolean {
  const { installation, organization, slug } = appParams(target);
  if (installation !== '') return wordOf(row['id']) === installation;
  const isHere = organization === '' || textOf(objectOf(row['account'])['login']) === organization;
  return isHere && (textOf(row['app_slug']) === slug || wordOf(row['app_id']) === slug);
}
