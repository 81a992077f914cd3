import type { ActionPerformer } from '../../../src/core/action.ts';
import type { Hands } from './hands.ts';
import { accessKeySwitch } from './key-state.ts';
import { switchPerformer } from './switch-key.ts';

export function reactivateKeyPerformer(hands: Hands): ActionPerformer {
  return switchPerformer(hands, accessKeySwitch(hands), 'Active');
}
