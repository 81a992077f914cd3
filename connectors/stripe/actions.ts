import type { ActionDeclaration } from '../../src/core/action.ts';
import { cancelPayout } from './actions/cancel-payout.ts';
import { disableEndpoint } from './actions/disable-endpoint.ts';
import { pausePayouts } from './actions/pause-payouts.ts';
import { rollKeys } from './actions/roll-keys.ts';

/**
 * What can be done, without anything that could do it. The acting half of each stands in `performers/` under the same
 * name and in `arm.ts`.
 */
export const STRIPE_ACTIONS: readonly ActionDeclaration[] = [rollKeys, disableEndpoint, pausePayouts, cancelPayout];
