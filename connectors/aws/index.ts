import type { Connector, ConnectorContext } from '../../src/core/connector.ts';
import { AppError } from '../../src/core/errors.ts';
import { AWS_ACTIONS, armAws } from './actions.ts';
import { ownAccess } from './clients.ts';
import { CLOUDTRAIL_FORMAT } from './cloudtrail-format.ts';
import { AWS_CONFIG, type AwsConfig } from './config.ts';
import { GUARDDUTY_FORMAT } from './guardduty-format.ts';
import { HEALTH_FORMAT } from './health-format.ts';
import { AWS_KEYS } from './keys.ts';
import { openAws } from './reader.ts';

export const AWS: Connector = {
  id: 'aws',
  title: 'Amazon Web Services',
  config: AWS_CONFIG,
  formats: [CLOUDTRAIL_FORMAT, GUARDDUTY_FORMAT, HEALTH_FORMAT],
  keys: AWS_KEYS,
  actions: AWS_ACTIONS,
  open: (config, context) => openAws(parsed(config), context),
  arm: async (config, context, run) => armAws(await armSettings(parsed(config), context), context, run),
};
