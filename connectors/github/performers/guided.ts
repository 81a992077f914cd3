import type { ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import { tokenParams } from '../actions/token-target.ts';
import { findLiteral } from './find-literal.ts';
import type { Hands } from './hands.ts';
import { probeToken } from './probe.ts';

/** A person does it; where the old token can be had again, its refusal proves that it is gone. */
export function newTokenPerformer(hands: Hands): ActionPerformer {
  return guided(async (target, by) => {
    const { hash } = tokenParams(target);
    const old = hash === '' ? null : await findLiteral(hands, hash);
    if (old === null)
      return { kind: 'unproven', reason: `attested by ${by}; the old token cannot be had again to try it` };
    const probe = await probeToken(hands, old, 'the old token');
    if (probe.kind === 'verified') return probe;
    return { kind: 'unproven', reason: `attested by ${by}, but the old token is still taken by GitHub` };
  });
}

export function newAppKeyPerformer(): ActionPerformer {
  return guided((_target, by) =>
    Promise.resolve({ kind: 'unproven', reason: `attested by ${by}; GitHub lists no private keys of apps` }),
  );
}

function guided(verify: (target: ActionTarget, by: string) => Promise<Verification>): ActionPerformer {
  return {
    risk: 'harmless',
    apply: () => Promise.reject(new Error('a person does this')),
    verify: (target, receipt) => verify(target, receipt.fields['confirmedBy'] ?? 'nobody'),
  };
}
