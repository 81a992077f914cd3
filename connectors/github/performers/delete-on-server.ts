import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { sshParams } from '../actions/ssh-target.ts';
import { tokenParams } from '../actions/token-target.ts';
import type { Json } from '../json.ts';
import { textOf, wordOf } from '../json.ts';
import { identifierOfHash, sshIdentifier } from '../records/token-hash.ts';
import { pagesOf } from '../sources/pages.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

/** Tokens and keys of all users are listed to administrators, by digest: the token itself need not be known. */
export function deleteOnServerPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const { list } = placeOf(target);
      const ids = await idsOf(hands, target);
      for (const id of ids) {
        const parameters = { id };
        await orNull(() => hands.api.ask(`delete ${target.label}`, `DELETE ${list}/{id}`, { parameters }));
      }
      return { at: hands.clock.now(), fields: { deleted: ids.join(' ') } };
    },
    verify: async (target) => {
      const left = await idsOf(hands, target);
      if (left.length > 0)
        return { kind: 'not-yet', reason: `the server still lists ${target.label}`, retryAfter: 2_000 };
      return { kind: 'verified', evidence: `the server lists ${target.label} no more` };
    },
  };
}

interface Place {
  readonly list: '/admin/tokens' | '/admin/keys';
  readonly isIt: (row: Json) => boolean;
}

function placeOf(target: ActionTarget): Place {
  const { fingerprint } = sshParams(target);
  if (fingerprint !== '') {
    return { list: '/admin/keys', isIt: (row) => sshIdentifier(textOf(row['key']), '') === `ssh/${fingerprint}` };
  }
  const { hash } = tokenParams(target);
  return { list: '/admin/tokens', isIt: (row) => identifierOfHash(textOf(row['hashed_token'])) === hash };
}

async function idsOf(hands: Hands, target: ActionTarget): Promise<readonly string[]> {
  const { isIt, list } = placeOf(target);
  const question = { what: `look for ${target.label} on the server`, route: `GET ${list}`, parameters: {} };
  const ids: string[] = [];
  for await (const page of pagesOf(hands.api, { ...question, baseUrl: hands.baseUrl }))
    ids.push(...page.filter(isIt).map((row) => wordOf(row['id'])));
  return ids;
}
