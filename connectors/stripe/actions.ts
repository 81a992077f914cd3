import type { ActionDeclaration } from '../../src/core/action.ts';
import { cancelPayout } from './actions/cancel-payout.ts';
import { deleteEndpoint } from './actions/delete-endpoint.ts';
import { disableEndpoint } from './actions/disable-endpoint.ts';
import { disconnectAccount } from './actions/disconnect-account.ts';
import { endEphemeralKey } from './actions/end-ephemeral-key.ts';
import { expireKey } from './actions/expire-key.ts';
import { narrowKey } from './actions/narrow-key.ts';
import { newEndpoint } from './actions/new-endpoint.ts';
import { pausePayouts } from './actions/pause-payouts.ts';
import { rollKeys } from './actions/roll-keys.ts';

/**
 * What can be done, without anything that could do it. The acting half of each stands in `performers/` under the same
 * name and in `arm.ts`.
 */
export const STRIPE_ACTIONS: readonly ActionDeclaration[] = [
  narrowKey,
  rollKeys,
  disableEndpoint,
  endEphemeralKey,
  pausePayouts,
  cancelPayout,
  disconnectAccount,
  newEndpoint,
  deleteEndpoint,
  expireKey,
];
