import type { ActionPerformer } from '../../src/core/action.ts';
import type { ConnectorActor, ConnectorContext } from '../../src/core/connector.ts';
import type { StripeConfig } from './config.ts';
import { cancelPayoutPerformer } from './performers/cancel-payout.ts';
import { disableEndpointPerformer } from './performers/disable-endpoint.ts';
import type { Hands } from './performers/hands.ts';
import { openHands } from './performers/hands.ts';
import { pausePayoutsPerformer } from './performers/pause-payouts.ts';
import { rollKeysPerformer } from './performers/roll-keys.ts';

/** The acting half of each action, by the id of its declaration. A test compares the two lists. */
const PERFORMERS: Readonly<Record<string, (hands: Hands) => ActionPerformer>> = {
  'stripe.roll-keys': rollKeysPerformer,
  'stripe.disable-endpoint': disableEndpointPerformer,
  'stripe.pause-payouts': pausePayoutsPerformer,
  'stripe.cancel-payout': cancelPayoutPerformer,
};

/** Opens the acting half for one approved run. Nothing is called before the first step. */
export function armStripe(config: StripeConfig, context: ConnectorContext): Promise<ConnectorActor> {
  const hands = openHands(config, context);
  const performers = Object.fromEntries(Object.entries(PERFORMERS).map(([id, make]) => [id, make(hands)]));
  return Promise.resolve({ performers, close: () => Promise.resolve() });
}
