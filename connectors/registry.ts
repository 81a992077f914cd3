import type { Connector } from '../src/core/connector.ts';
import { AWS } from './aws/index.ts';
import { GITHUB } from './github/index.ts';
import { STRIPE } from './stripe/index.ts';

/** Every connector there is, by id. A test compares it with the folders. */
export const CONNECTORS: Readonly<Record<string, Connector>> = {
  [AWS.id]: AWS,
  [GITHUB.id]: GITHUB,
  [STRIPE.id]: STRIPE,
};
