import type { ConnectorContext, ConnectorReader, Source } from '../../src/core/connector.ts';
import { checkGitHub } from './check.ts';
import type { Access } from './clients/access.ts';
import { accessOf } from './clients/access.ts';
import type { GitHubConfig } from './config.ts';
import { identitiesOf } from './identities.ts';
import { inventoryOf } from './inventory.ts';
import { alertSource } from './sources/alert-source.ts';
import { auditSource } from './sources/audit-source.ts';

/** Opens the connector for reading. Nothing is asked before the first poll. @throws AppError without a credential */
export function openGitHub(config: GitHubConfig, context: ConnectorContext): ConnectorReader {
  const access = accessOf(config, context);
  return {
    sources: sourcesOf(config, access),
    inventory: () => inventoryOf(config, access, context),
    identities: () => identitiesOf(config, access, context),
    check: () => checkGitHub(config, access),
    close: () => Promise.resolve(),
  };
}

function sourcesOf(config: GitHubConfig, { api, enterprise }: Access): readonly Source[] {
  const { auditLog, secretScanning } = config.sources;
  const { baseUrl, organizations, repositories } = config;
  const sources: Source[] = [];
  if (auditLog.enabled) {
    const common = { overlap: auditLog.overlap, baseUrl };
    for (const name of organizations) sources.push(auditSource({ ...common, scope: 'organisation', name, api }));
    if (config.enterprise !== '') {
      sources.push(auditSource({ ...common, scope: 'enterprise', name: config.enterprise, api: enterprise }));
    }
  }
  if (secretScanning.enabled) {
    const common = { identify: secretScanning.identify, baseUrl };
    for (const name of organizations) sources.push(alertSource({ ...common, scope: 'organisation', name, api }));
    for (const name of repositories) sources.push(alertSource({ ...common, scope: 'repository', name, api }));
    if (config.enterprise !== '') {
      sources.push(alertSource({ ...common, scope: 'enterprise', name: config.enterprise, api: enterprise }));
    }
  }
  return sources;
}
