import type { Connector } from '../../src/core/connector.ts';
import { STRIPE_ACTIONS } from './actions.ts';
import { asConfig, STRIPE_CONFIG } from './config.ts';
import { STRIPE_FORMATS } from './formats.ts';
import { STRIPE_KEYS } from './keys.ts';
import { STRIPE_SETUP } from './setup.ts';
import { STRIPE_WEBHOOK } from './sources/webhook-endpoint.ts';
import { unavailableAction } from './unavailable.ts';

export const STRIPE: Connector = {
  id: 'stripe',
  title: 'Stripe',
  config: STRIPE_CONFIG,
  formats: STRIPE_FORMATS,
  keys: STRIPE_KEYS,
  actions: STRIPE_ACTIONS,
  unavailable: (config, action) => unavailableAction(asConfig(config), action),
  setup: STRIPE_SETUP,
  webhook: STRIPE_WEBHOOK,
  // Loaded when needed: worker threads and offline commands have no use for the client.
  open: async (config, context) => (await import('./reader.ts')).openStripe(asConfig(config), context),
  arm: async (config, context) => (await import('./arm.ts')).armStripe(asConfig(config), context),
};
