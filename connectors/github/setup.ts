import type { ConnectorSetup } from '../../src/core/setup.ts';
import { DELIVERY_NEEDS, READING_NEEDS } from './checks/part-needs.ts';

/** Manifest of a GitHub App: docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
function manifest(name: string, permissions: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    {
      name,
      url: 'https://example.com',
      public: false,
      hook_attributes: { active: false },
      default_permissions: permissions,
    },
    null,
    2,
  );
}

const READ = {
  organization_administration: 'read',
  organization_personal_access_tokens: 'read',
  secret_scanning_alerts: 'read',
  administration: 'read',
  metadata: 'read',
};

const RESPOND = {
  organization_administration: 'write',
  organization_personal_access_tokens: 'write',
  organization_hooks: 'write',
  repository_hooks: 'write',
  secret_scanning_alerts: 'write',
  administration: 'write',
  secrets: 'write',
  organization_secrets: 'write',
  environments: 'write',
  dependabot_secrets: 'write',
  organization_dependabot_secrets: 'write',
  codespaces_secrets: 'write',
  metadata: 'read',
};

export const GITHUB_SETUP: ConnectorSetup = {
  grants: [
    {
      name: 'keywatch-read',
      purpose:
        'App that reads the audit log, alerts and lists of credentials; installed on every organisation to watch.',
      language: 'json',
      document: manifest('keywatch-read', READ),
    },
    {
      name: 'keywatch-respond',
      purpose: 'App that approved responses act as; leave it out to watch without ever acting.',
      language: 'json',
      document: manifest('keywatch-respond', RESPOND),
    },
  ],
  steps: [
    'Register keywatch-read from its manifest, make a private key, and install it on the organisation for all repositories.',
    'Put its id, the id of the installation and the key into connectors.github.app.',
    'For an enterprise’s audit log, make a classic token of an enterprise owner with read:audit_log: enterprise-token.',
    'Switch on “disclose actor IP addresses” in the audit log settings, or addresses stay hidden.',
    'Add an organisation webhook to /hooks/github of the receiver, with a secret, and name the secret under webhook.',
    'Run keywatch doctor.',
  ],
  parts: [...Object.values(READING_NEEDS), ...DELIVERY_NEEDS],
};
