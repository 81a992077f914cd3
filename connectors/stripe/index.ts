import type { Connector } from '../../src/core/connector.ts';
import { AppError } from '../../src/core/errors.ts';
import { STRIPE_ACTIONS } from './actions.ts';
import { ACTIVITY_FORMAT } from './activity-format.ts';
import { STRIPE_CONFIG, type StripeConfig } from './config.ts';
import { ENDPOINT_FORMAT } from './endpoint-format.ts';
import { EVENT_FORMAT } from './event-format.ts';
import { STRIPE_KEYS } from './keys.ts';
import { STRIPE_SETUP } from './setup.ts';

export const STRIPE: Connector = {
  id: 'stripe',
  title: 'Stripe',
  config: STRIPE_CONFIG,
  formats: [EVENT_FORMAT, ACTIVITY_FORMAT, ENDPOINT_FORMAT],
  keys: STRIPE_KEYS,
  actions: STRIPE_ACTIONS,
  setup: STRIPE_SETUP,
  // Loaded when needed: worker threads and offline commands have no use for the client.
  open: async (config, context) => (await import('./reader.ts')).openStripe(asConfig(config), context),
  arm: async (config, context) => (await import('./arm.ts')).armStripe(asConfig(config), context),
};

/** The engine hands back what our schema made, typed as unknown. */
function asConfig(config: unknown): StripeConfig {
  if (isConfig(config)) return config;
  throw new AppError('the Stripe connector was given a configuration that its schema did not make', {
    code: 'STRIPE_CONFIG',
    kind: 'our-bug',
  });
}

function isConfig(config: unknown): config is StripeConfig {
  return (
    typeof config === 'object' && config !== null && 'accounts' in config && 'callers' in config && 'sources' in config
  );
}
