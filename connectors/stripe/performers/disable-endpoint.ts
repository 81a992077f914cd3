import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { targetParams } from '../actions/names.ts';
import { textOf } from '../json.ts';
import type { Hands } from './hands.ts';

export function disableEndpointPerformer(hands: Hands): ActionPerformer {
  const pathOf = (target: ActionTarget): string =>
    `/v1/webhook_endpoints/${encodeURIComponent(targetParams(target).id)}`;
  const statusOf = async (target: ActionTarget): Promise<string> => {
    const answer = await hands.ask(target, `look at ${target.label}`, { path: pathOf(target) });
    return textOf(answer['status']);
  };
  return {
    risk: 'reversible',
    prepare: async (target) => ({ status: await statusOf(target) }),
    apply: async (target, idempotencyKey, before) => {
      const body = { disabled: true };
      await hands.ask(target, `disable ${target.label}`, {
        method: 'POST',
        path: pathOf(target),
        body,
        idempotencyKey,
      });
      return { at: hands.clock.now(), fields: { was: before['status'] ?? '' } };
    },
    verify: async (target) => {
      const status = await statusOf(target);
      if (status === 'disabled') return { kind: 'verified', evidence: `Stripe lists ${target.label} as disabled` };
      return { kind: 'not-yet', reason: `Stripe lists ${target.label} as ${status}`, retryAfter: 2_000 };
    },
    undo: async (target, _receipt, before) => {
      if (before['status'] !== 'enabled') return;
      await hands.ask(target, `enable ${target.label} again`, {
        method: 'POST',
        path: pathOf(target),
        body: { disabled: false },
      });
    },
  };
}
