import type { ActionPerformer } from '../../../src/core/action.ts';
import type { Hands } from './hands.ts';
import { denyPerformer } from './session-deny.ts';

/** No margin: sessions that workloads open right after the cut must work. What slips through, the re-check finds. */
const MARGIN = 0;

export function revokeRoleSessionsPerformer(hands: Hands): ActionPerformer {
  return denyPerformer(hands, MARGIN);
}
