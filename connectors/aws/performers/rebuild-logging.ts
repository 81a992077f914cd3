import type { ActionPerformer } from '../../../src/core/action.ts';
import { findTrail, isLogging } from './find-trail.ts';
import type { Hands } from './hands.ts';

/** Whether the trail is there and logs can be asked; whether it is what it was, its owner alone knows. */
export function rebuildLoggingPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'harmless',
    apply: () => Promise.reject(new Error('a person does this')),
    verify: async (target, receipt) => {
      const trail = await findTrail(hands, target);
      const logging = trail === null ? null : await isLogging(hands, target, trail);
      if (logging !== true)
        return { kind: 'failed', reason: `${target.label} is ${logging === null ? 'gone' : 'not logging'}` };
      const by = receipt.fields['confirmedBy'] ?? 'nobody';
      return { kind: 'unproven', reason: `${target.label} is logging; that it is as before is attested by ${by}` };
    },
  };
}
