import type { ActionPerformer } from '../../../src/core/action.ts';
import type { Hands } from './hands.ts';
import { literalPerformer } from './literal-performer.ts';

/** Nobody but the token itself can end it. */
export function endInstallationTokenPerformer(hands: Hands): ActionPerformer {
  return literalPerformer(hands, async (token, label) => {
    await hands.as(token).ask(`end ${label}`, 'DELETE /installation/token');
    return 'ended';
  });
}
