import type { ActionPerformer, ActionTarget, Receipt, Verification } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { tokenParams } from '../actions/token-target.ts';
import { objectOf, textOf } from '../json.ts';
import { tokenIdentifier } from '../records/token-hash.ts';
import { findLiteral } from './find-literal.ts';
import type { Hands } from './hands.ts';
import { literalOf } from './literal-of.ts';
import { grantOf, notOurApp } from './oauth-grant.ts';
import { probeToken } from './probe.ts';

/** One request makes the successor and ends the old token: what its answer held cannot be had a second time. */
export function resetOauthTokenPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    prepare: async (target) => {
      const old = await literalOf(hands, target);
      const grant = await grantOf(hands, old, target.label);
      if (grant === null) throw (await isDead(hands, old)) ? lost(target, '') : notOurApp(target.label);
      return { client: grant.clientId, user: textOf(objectOf(grant.about['user'])['login']) };
    },
    apply: async (target, _key, { client = '' }) => {
      const old = await literalOf(hands, target);
      const grant = await grantOf(hands, old, target.label);
      if (grant === null) throw lost(target, client);
      const { data } = await grant.api.ask(`make the ${target.label}`, 'PATCH /applications/{client_id}/token', {
        parameters: { client_id: grant.clientId, access_token: old.reveal() },
      });
      const token = textOf(objectOf(data)['token']);
      if (token === '') throw lost(target, client);
      const fields = { issued: `github:${tokenIdentifier(token)}`, client: grant.clientId };
      return { at: hands.clock.now(), fields, secrets: { token: new Secret(token) } };
    },
    reconcile: async (target, _key, { client = '' }) => {
      const old = await literalOf(hands, target);
      // As long as the old one lives, nothing has happened.
      if ((await grantOf(hands, old, target.label)) !== null) return null;
      throw lost(target, client);
    },
    verify: async (target, receipt) => (await successorFails(hands, target, receipt)) ?? oldIsDead(hands, target),
  };
}

/** null where it works, or this process has not got it. */
async function successorFails(hands: Hands, target: ActionTarget, { secrets }: Receipt): Promise<Verification | null> {
  const token = secrets?.['token'];
  if (token === undefined || (await grantOf(hands, token, target.label)) !== null) return null;
  return { kind: 'not-yet', reason: `GitHub does not know the ${target.label} yet`, retryAfter: 2_000 };
}

async function oldIsDead(hands: Hands, target: ActionTarget): Promise<Verification> {
  const old = await findLiteral(hands, tokenParams(target).hash);
  if (old !== null) return probeToken(hands, old, 'the old token');
  return { kind: 'unproven', reason: 'the old token can be read nowhere any more: it could not be tried' };
}

async function isDead(hands: Hands, token: Secret): Promise<boolean> {
  return (await probeToken(hands, token, 'the old token')).kind === 'verified';
}

function lost(target: ActionTarget, client: string): AppError {
  const page =
    client === '' ? 'settings/applications' : `settings/connections/applications/${encodeURIComponent(client)}`;
  return new AppError(`the ${target.label} was made and its answer lost, or the old token has ended otherwise`, {
    code: 'GITHUB_OAUTH_SUCCESSOR_LOST',
    kind: 'unsupported',
    hint: `Have the user authorise the app again. Until then a token that nobody has may still count: the user ends it at https://github.com/${page}.`,
  });
}
