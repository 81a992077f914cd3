import type { ActionPerformer, ActionTarget, Receipt } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Secret } from '../../../src/core/secret.ts';
import { tokenParams } from '../actions/token-target.ts';
import { findLiteral } from './find-literal.ts';
import type { Hands } from './hands.ts';
import { probeToken } from './probe.ts';

/** 202 means that GitHub has taken the request; the step is verified by a refusal of the token alone. */
export function revokeCredentialPerformer(hands: Hands): ActionPerformer {
  return literalPerformer(hands, async (token, label) => {
    await hands.anonymous.ask(`have GitHub revoke ${label}`, 'POST /credentials/revoke', {
      parameters: { credentials: [token.reveal()] },
    });
  });
}

/** Nobody but the token itself can end it. */
export function endInstallationTokenPerformer(hands: Hands): ActionPerformer {
  return literalPerformer(hands, async (token, label) => {
    await hands.as(token).ask(`end ${label}`, 'DELETE /installation/token');
  });
}

function literalPerformer(hands: Hands, end: (token: Secret, label: string) => Promise<void>): ActionPerformer {
  const dead = async (target: ActionTarget, token: Secret): Promise<Receipt | null> => {
    const { kind } = await probeToken(hands, token, target.label);
    return kind === 'verified' ? { at: hands.clock.now(), fields: { state: 'already dead' } } : null;
  };
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const token = await literalOf(hands, target);
      const known = await dead(target, token);
      if (known !== null) return known;
      await end(token, target.label);
      return { at: hands.clock.now(), fields: { state: 'requested' } };
    },
    reconcile: async (target) => dead(target, await literalOf(hands, target)),
    verify: async (target) => {
      const token = await findLiteral(hands, tokenParams(target).hash);
      if (token !== null) return probeToken(hands, token, target.label);
      return { kind: 'unproven', reason: `${target.label} stands in no alert any more: it could not be tried` };
    },
  };
}

/** @throws AppError where no alert shows the token */
async function literalOf(hands: Hands, target: ActionTarget): Promise<Secret> {
  const token = await findLiteral(hands, tokenParams(target).hash);
  if (token !== null) return token;
  throw new AppError(`${target.label} stands in no alert of secret scanning that we can read`, {
    code: 'GITHUB_TOKEN_UNKNOWN',
    kind: 'unsupported',
    hint: 'Revoke it by hand: its owner at https://github.com/settings/tokens, or whoever has the token itself by POST /credentials/revoke.',
  });
}
