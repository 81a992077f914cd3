import type { ActionPerformer } from '../../../src/core/action.ts';
import type { Hands } from './hands.ts';
import { serviceCredentialSwitch } from './service-credential-state.ts';
import { switchPerformer } from './switch-key.ts';

export function reactivateServiceCredentialPerformer(hands: Hands): ActionPerformer {
  return switchPerformer(hands, serviceCredentialSwitch(hands), 'Active');
}
