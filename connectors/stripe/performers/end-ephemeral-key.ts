import type { ActionPerformer } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { targetParams } from '../actions/names.ts';
import type { Hands } from './hands.ts';

/** Stripe shows no ephemeral key that it has made: its answer to the deletion is all there is to go by. */
export function endEphemeralKeyPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'harmless',
    apply: async (target) => {
      const path = `/v1/ephemeral_keys/${encodeURIComponent(targetParams(target).id)}`;
      try {
        await hands.ask(target, `end ${target.label}`, { method: 'DELETE', path });
        return { at: hands.clock.now(), fields: { answer: 'deleted' } };
      } catch (error) {
        if (error instanceof AppError && error.kind === 'not-found')
          return { at: hands.clock.now(), fields: { answer: 'not there any more' } };
        throw error;
      }
    },
    verify: (target, receipt) => {
      const evidence = `Stripe answered that ${target.label} is ${receipt.fields['answer'] ?? 'deleted'}`;
      return Promise.resolve({ kind: 'verified', evidence, final: true });
    },
  };
}
