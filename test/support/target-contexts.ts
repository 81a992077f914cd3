import type { TargetContext } from '../../src/core/action.ts';
import type { Credential } from '../../src/core/credential.ts';
import { NOON } from './plan-inputs.ts';

/** What a planner knows when it asks an action about a credential on its own. */
export function contextFor(credential: Credential, change: Partial<TargetContext> = {}): TargetContext {
  return {
    approach: 'cut',
    subject: credential.id,
    ancestors: [],
    subtree: [credential],
    known: [],
    suspectSince: NOON - 60_000,
    ...change,
  };
}
