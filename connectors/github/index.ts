import type { Connector } from '../../src/core/connector.ts';
import { AppError } from '../../src/core/errors.ts';
import { GITHUB_ACTIONS } from './actions.ts';
import { unavailableAction } from './checks/unavailable.ts';
import { GITHUB_CONFIG, type GitHubConfig, isConfig } from './config.ts';
import { GITHUB_FORMATS } from './formats.ts';
import { GITHUB_KEYS } from './keys.ts';
import { GITHUB_SETUP } from './setup.ts';
import { GITHUB_WEBHOOK } from './sources/webhook-endpoint.ts';

export const GITHUB: Connector = {
  id: 'github',
  title: 'GitHub',
  config: GITHUB_CONFIG,
  formats: GITHUB_FORMATS,
  keys: GITHUB_KEYS,
  actions: GITHUB_ACTIONS,
  unavailable: (config, action) => unavailableAction(asConfig(config), action),
  webhook: GITHUB_WEBHOOK,
  setup: GITHUB_SETUP,
  // Loaded when needed: worker threads and offline commands have no use for the client.
  open: async (config, context) => (await import('./reader.ts')).openGitHub(asConfig(config), context),
  arm: async (config, context) => (await import('./arm.ts')).armGitHub(asConfig(config), context),
};

/** The engine hands back what our schema made, typed as unknown. */
function asConfig(config: unknown): GitHubConfig {
  if (isConfig(config)) return config;
  throw new AppError('the GitHub connector was given a configuration that its schema did not make', {
    code: 'GITHUB_CONFIG',
    kind: 'our-bug',
  });
}
