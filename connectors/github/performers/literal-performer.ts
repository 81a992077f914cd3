import type { ActionPerformer, ActionTarget, Receipt } from '../../../src/core/action.ts';
import type { Secret } from '../../../src/core/secret.ts';
import { tokenParams } from '../actions/token-target.ts';
import { findLiteral } from './find-literal.ts';
import type { Hands } from './hands.ts';
import { literalOf } from './literal-of.ts';
import { probeToken } from './probe.ts';

/**
 * Ends a token with the token itself at hand. Whether it worked only GitHub's refusal of the token tells.
 * @param end returns what the receipt says
 */
export function literalPerformer(
  hands: Hands,
  end: (token: Secret, label: string) => Promise<string>,
): ActionPerformer {
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
      const state = await end(token, target.label);
      return { at: hands.clock.now(), fields: { state } };
    },
    reconcile: async (target) => dead(target, await literalOf(hands, target)),
    verify: async (target) => {
      const token = await findLiteral(hands, tokenParams(target).hash);
      if (token !== null) return probeToken(hands, token, target.label);
      return { kind: 'unproven', reason: `${target.label} can be read nowhere any more: it could not be tried` };
    },
  };
}
