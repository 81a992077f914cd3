import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { targetParams } from '../actions/names.ts';
import type { Hands } from './hands.ts';
import { removeEndpoint, statusOf } from './new-endpoint.ts';

export function deleteEndpointPerformer(hands: Hands): ActionPerformer {
  const pathOf = (target: ActionTarget): string =>
    `/v1/webhook_endpoints/${encodeURIComponent(targetParams(target).id)}`;
  return {
    risk: 'irreversible',
    apply: async (target) => {
      await removeEndpoint(hands, target, pathOf(target));
      return { at: hands.clock.now(), fields: {} };
    },
    verify: async (target) => {
      const status = await statusOf(hands, target, pathOf(target));
      if (status === 'gone')
        return { kind: 'verified', evidence: `Stripe knows no ${target.label} any more`, final: true };
      return { kind: 'not-yet', reason: `Stripe lists ${target.label} as ${status}`, retryAfter: 2_000 };
    },
  };
}
