import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { tokenParams } from '../actions/token-target.ts';
import type { AccessSearch } from './find-access.ts';
import { findAccess } from './find-access.ts';
import type { Hands } from './hands.ts';
import { orNull } from './tolerant.ts';

/** Ends the grant or authorisation that `prepare` found; which of the two it is depends on the kind of token. */
export function cutAccessPerformer(hands: Hands): ActionPerformer {
  const search = (target: ActionTarget): Promise<AccessSearch> => {
    const { hash, organization, tokenId } = tokenParams(target);
    return findAccess(hands, organization, { hash, tokenId });
  };
  return {
    risk: 'irreversible',
    prepare: async (target) => {
      const { found, seen, tokenId } = await search(target);
      if (tokenId === '') throw nameless(target);
      if (seen.length === 0) throw invisible(target);
      return { kind: found?.kind ?? '', id: found?.id ?? '', tokenId, seen: seen.join(' ') };
    },
    apply: async (target, _key, { id = '', kind = '', seen = '', tokenId = '' }) => {
      if (id !== '') await orNull(() => cut(hands, target, kind, id));
      return { at: hands.clock.now(), fields: { cut: kind, tokenId, seen } };
    },
    verify: async (target, receipt) => {
      const { cut: kind = '', seen = '', tokenId = '' } = receipt.fields;
      const { organization } = tokenParams(target);
      if (kind === '') {
        const reason = `${organization} lists no access of ${target.label} (looked at: ${seen}); it was not cut here`;
        return { kind: 'unproven', reason };
      }
      const { found } = await findAccess(hands, organization, { hash: tokenParams(target).hash, tokenId });
      if (found !== null)
        return { kind: 'not-yet', reason: `${organization} still lists its ${found.kind}`, retryAfter: 3_000 };
      return { kind: 'verified', evidence: `${organization} no longer lists the ${kind} of ${target.label}` };
    },
  };
}

async function cut(hands: Hands, target: ActionTarget, kind: string, id: string): Promise<void> {
  const { organization: org } = tokenParams(target);
  const what = `take the access of ${target.label} to ${org} away`;
  if (kind === 'grant') {
    const route = 'POST /orgs/{org}/personal-access-tokens/{pat_id}';
    await hands.api.ask(what, route, { parameters: { org, pat_id: id, action: 'revoke' } });
    return;
  }
  const route = 'DELETE /orgs/{org}/credential-authorizations/{credential_id}';
  await hands.api.ask(what, route, { parameters: { org, credential_id: id } });
}

/** Lists name tokens by number alone. */
function nameless(target: ActionTarget): AppError {
  const { organization } = tokenParams(target);
  return new AppError(
    `the log of ${organization} does not show the number of ${target.label}, by which its access is listed`,
    {
      code: 'GITHUB_TOKEN_NUMBER',
      kind: 'unsupported',
      hint: `Look for the token by its owner and name at https://github.com/organizations/${organization}/settings/personal-access-tokens/active.`,
    },
  );
}

function invisible(target: ActionTarget): AppError {
  const { organization } = tokenParams(target);
  return new AppError(`GitHub shows us neither the grants nor the single sign-on authorisations of ${organization}`, {
    code: 'GITHUB_ACCESS_INVISIBLE',
    kind: 'forbidden',
    hint: 'Grant the acting app "Personal access tokens: write" and, with Enterprise Cloud, "Administration: write".',
  });
}
