import type { Decoding } from '../src/core/connector.ts';
import { AWS_FORMATS } from './aws/formats.ts';
import { AWS_KEYS } from './aws/keys.ts';
import { GITHUB_FORMATS } from './github/formats.ts';
import { GITHUB_KEYS } from './github/keys.ts';
import { STRIPE_FORMATS } from './stripe/formats.ts';
import { STRIPE_KEYS } from './stripe/keys.ts';

/** What a decoding thread needs of every connector: loading the rest would cost each of them memory and time. */
export const DECODING: readonly Decoding[] = [
  { id: 'aws', formats: AWS_FORMATS, keys: AWS_KEYS },
  { id: 'github', formats: GITHUB_FORMATS, keys: GITHUB_KEYS },
  { id: 'stripe', formats: STRIPE_FORMATS, keys: STRIPE_KEYS },
];
