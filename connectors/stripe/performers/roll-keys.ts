import type { ActionPerformer } from '../../../src/core/action.ts';

/** A person does it. We never held the old key, so nothing can be tried with it. */
export function rollKeysPerformer(): ActionPerformer {
  return {
    risk: 'harmless',
    apply: () => Promise.reject(new Error('a person does this')),
    verify: (_target, receipt) => {
      const by = receipt.fields['confirmedBy'] ?? 'nobody';
      const reason = `attested by ${by}; Stripe lists no keys, and the old one is not there to be tried`;
      return Promise.resolve({ kind: 'unproven', reason });
    },
  };
}
