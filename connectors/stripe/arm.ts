import type { ActionPerformer } from '../../src/core/action.ts';
import type { ConnectorActor, ConnectorContext } from '../../src/core/connector.ts';
import type { StripeConfig } from './config.ts';
import { cancelPayoutPerformer } from './performers/cancel-payout.ts';
import { deleteEndpointPerformer } from './performers/delete-endpoint.ts';
import { disableEndpointPerformer } from './performers/disable-endpoint.ts';
import { disconnectAccountPerformer } from './performers/disconnect-account.ts';
import { endEphemeralKeyPerformer } from './performers/end-ephemeral-key.ts';
import { expireKeyPerformer } from './performers/expire-key.ts';
import type { Hands } from './performers/hands.ts';
import { openHands } from './performers/hands.ts';
import { narrowKeyPerformer } from './performers/narrow-key.ts';
import { newEndpointPerformer } from './performers/new-endpoint.ts';
import { pausePayoutsPerformer } from './performers/pause-payouts.ts';
import { rollKeysPerformer } from './performers/roll-keys.ts';

/** The acting half of each action, by the id of its declaration. A test compares the two lists. */
const PERFORMERS: Readonly<Record<string, (hands: Hands) => ActionPerformer>> = {
  'stripe.roll-keys': rollKeysPerformer,
  'stripe.disable-endpoint': disableEndpointPerformer,
  'stripe.end-ephemeral-key': endEphemeralKeyPerformer,
  'stripe.pause-payouts': pausePayoutsPerformer,
  'stripe.cancel-payout': cancelPayoutPerformer,
  'stripe.disconnect-account': disconnectAccountPerformer,
  'stripe.new-endpoint': newEndpointPerformer,
  'stripe.delete-endpoint': deleteEndpointPerformer,
  'stripe.narrow-key': narrowKeyPerformer,
  'stripe.expire-key': expireKeyPerformer,
};

/** Opens the acting half for one approved run. Nothing is called before the first step. */
export function armStripe(config: StripeConfig, context: ConnectorContext): Promise<ConnectorActor> {
  const hands = openHands(config, context);
  const performers = Object.fromEntries(Object.entries(PERFORMERS).map(([id, make]) => [id, make(hands)]));
  return Promise.resolve({ performers, close: () => Promise.resolve() });
}
