import type { ActionPerformer } from '../../../src/core/action.ts';

/** Nothing of ours can see what Identity Center did. */
export function endSsoSessionsPerformer(): ActionPerformer {
  return {
    risk: 'harmless',
    apply: () => Promise.reject(new Error('a person does this')),
    verify: (_target, receipt) =>
      Promise.resolve({ kind: 'unproven', reason: `attested by ${receipt.fields['confirmedBy'] ?? 'nobody'}` }),
  };
}
