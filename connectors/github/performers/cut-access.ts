import type { ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { tokenParams } from '../actions/token-target.ts';
import type { AccessSearch } from './find-access.ts';
import { findAccess } from './find-access.ts';
import { findLiteral } from './find-literal.ts';
import type { Hands } from './hands.ts';
import { probeToken } from './probe.ts';
import { orNull } from './tolerant.ts';

/** Where the lists cannot name it, the revocation that stands beside this step decides. */
const BY_ITS_END = 'by its end';

/** Ends the grant or authorisation that `prepare` found; which of the two it is depends on the kind of token. */
export function cutAccessPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    prepare: async (target) => {
      const { found, org, seen, tokenId } = await search(hands, target);
      if (tokenId === '') {
        if ((await findLiteral(hands, tokenParams(target).hash)) === null) throw nameless(target);
        return { kind: BY_ITS_END };
      }
      if (seen.length === 0) throw invisible(org);
      return { kind: found?.kind ?? '', id: found?.id ?? '', tokenId, seen: seen.join(' '), org };
    },
    apply: async (target, _key, { id = '', kind = '', org = '', seen = '', tokenId = '' }) => {
      if (id !== '') await orNull(() => cut(hands, target, org, kind, id));
      return { at: hands.clock.now(), fields: { cut: kind, tokenId, seen, org } };
    },
    verify: async (target, { fields }) => {
      const { cut: kind = '', org = '', seen = '', tokenId = '' } = fields;
      if (kind === BY_ITS_END) return verifiedByItsEnd(hands, target);
      if (kind === '') {
        const reason = `${org} lists no access of ${target.label} (looked at: ${seen}); it was not cut here`;
        return { kind: 'unproven', reason };
      }
      const { found } = await findAccess(hands, org, { hash: tokenParams(target).hash, tokenId });
      if (found !== null) return { kind: 'not-yet', reason: `${org} still lists its ${found.kind}`, retryAfter: 3_000 };
      return { kind: 'verified', evidence: `${org} no longer lists the ${kind} of ${target.label}` };
    },
  };
}

interface OrgSearch extends AccessSearch {
  readonly org: string;
}

/** In its organisation; a leak alone names none, and then in each that is watched. */
async function search(hands: Hands, target: ActionTarget): Promise<OrgSearch> {
  const { hash, organization, tokenId } = tokenParams(target);
  let best: OrgSearch = { found: null, seen: [], tokenId: '', org: organization };
  for (const org of organization === '' ? hands.organizations : [organization]) {
    const result = await findAccess(hands, org, { hash, tokenId });
    if (result.found !== null) return { ...result, org };
    if (best.tokenId === '') best = { ...result, org };
  }
  return best;
}

async function verifiedByItsEnd(hands: Hands, target: ActionTarget): Promise<Verification> {
  const token = await findLiteral(hands, tokenParams(target).hash);
  if (token === null) return { kind: 'failed', reason: nameless(target).message };
  return probeToken(hands, token, target.label);
}

async function cut(hands: Hands, target: ActionTarget, org: string, kind: string, id: string): Promise<void> {
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
  const where = organization === '' ? '' : `organizations/${organization}/`;
  return new AppError(`no log shows the number of ${target.label}, by which its access is listed`, {
    code: 'GITHUB_TOKEN_NUMBER',
    kind: 'unsupported',
    hint: `Look for the token by its owner and name at https://github.com/${where}settings/personal-access-tokens/active.`,
  });
}

function invisible(org: string): AppError {
  return new AppError(`GitHub shows us neither the grants nor the single sign-on authorisations of ${org}`, {
    code: 'GITHUB_ACCESS_INVISIBLE',
    kind: 'forbidden',
    hint: 'Grant the acting app "Personal access tokens: write" and, with Enterprise Cloud, "Administration: write".',
  });
}
