import type { ActionTarget } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { hookParams } from '../actions/hook-target.ts';
import type { Json } from '../json.ts';
import { objectOf, textOf } from '../json.ts';
import { pagesOf } from '../sources/pages.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

export interface FoundHook {
  /** `/orgs/acme/hooks/7` or `/repos/acme/api/hooks/7`. */
  readonly path: string;
  readonly hook: Json;
}

/** A webhook by its number alone: of the organisation, else of one of its repositories. @throws AppError */
export async function findHook(hands: Hands, target: ActionTarget): Promise<FoundHook> {
  const { hook: id, organization: org } = hookParams(target);
  for await (const path of placesOf(hands, org, id)) {
    const answer = await orNull(() => hands.api.ask(`look at ${target.label}`, `GET ${path}`));
    if (answer !== null) return { path, hook: objectOf(answer.data) };
  }
  throw new AppError(`${target.label} is not there, or we may not see it`, {
    code: 'GITHUB_NO_HOOK',
    kind: 'not-found',
    hint: 'Grant "Webhooks: write" for organisation and repositories, or look in their settings whether it is gone.',
  });
}

async function* placesOf(hands: Hands, org: string, id: string): AsyncGenerator<string> {
  const tail = `hooks/${encodeURIComponent(id)}`;
  yield `/orgs/${encodeURIComponent(org)}/${tail}`;
  for (const name of hands.repositories) yield `/repos/${name}/${tail}`;
  const what = `list the repositories of ${org}`;
  const question = { what, route: 'GET /orgs/{org}/repos', parameters: { org }, baseUrl: hands.baseUrl };
  for await (const page of pagesOf(hands.api, question)) {
    for (const row of page) yield `/repos/${textOf(row['full_name'])}/${tail}`;
  }
}
