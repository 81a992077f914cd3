import type { Connector } from '../../src/core/connector.ts';
import { ALERT_FORMAT } from './alert-format.ts';
import { AUDIT_FORMAT } from './audit-format.ts';
import { GITHUB_CONFIG } from './config.ts';
import { GITHUB_KEYS } from './keys.ts';
import { WEBHOOK_FORMAT } from './webhook-format.ts';

export const GITHUB: Connector = {
  id: 'github',
  title: 'GitHub',
  config: GITHUB_CONFIG,
  formats: [AUDIT_FORMAT, ALERT_FORMAT, WEBHOOK_FORMAT],
  keys: GITHUB_KEYS,
  actions: [],
};
