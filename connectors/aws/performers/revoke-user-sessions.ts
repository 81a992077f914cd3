import type { ActionPerformer } from '../../../src/core/action.ts';
import { SECOND } from '../../../src/core/time.ts';
import type { Hands } from './hands.ts';
import { denyPerformer } from './session-deny.ts';

/** The key that mints sessions goes on doing so for 3 to 4 s after it was deactivated. */
const MARGIN = 10 * SECOND;

export function revokeUserSessionsPerformer(hands: Hands): ActionPerformer {
  return denyPerformer(hands, MARGIN);
}
