import type { Connector } from '../../src/core/connector.ts';
import { AppError } from '../../src/core/errors.ts';
import { AWS_ACTIONS } from './actions.ts';
import { AWS_CONFIG, type AwsConfig } from './config.ts';
import { AWS_FORMATS } from './formats.ts';
import { AWS_KEYS } from './keys.ts';
import { AWS_SETUP } from './setup.ts';

export const AWS: Connector = {
  id: 'aws',
  title: 'Amazon Web Services',
  config: AWS_CONFIG,
  formats: AWS_FORMATS,
  keys: AWS_KEYS,
  actions: AWS_ACTIONS,
  // Loaded when needed: worker threads and offline commands have no use for the SDK.
  open: async (config, context) => (await import('./reader.ts')).openAws(asConfig(config), context),
  verify: async (config, context, range) =>
    (await import('./digests/verify-digests.ts')).verifyDigests(asConfig(config), context, range),
  arm: async (config, context, run) => (await import('./arm.ts')).armAws(asConfig(config), context, run),
  setup: AWS_SETUP,
};

/** The engine hands back what our schema made, typed as unknown. */
function asConfig(config: unknown): AwsConfig {
  if (isConfig(config)) return config;
  throw new AppError('the AWS connector was given a configuration that its schema did not make', {
    code: 'AWS_CONFIG',
    kind: 'our-bug',
  });
}

/** Parsed once already, and transforms do not parse twice: only its outline is looked at. */
function isConfig(config: unknown): config is AwsConfig {
  return (
    typeof config === 'object' &&
    config !== null &&
    'homeRegion' in config &&
    'sources' in config &&
    'accounts' in config
  );
}
