import type { PartNeeds } from '../../../src/core/setup.ts';

type Part =
  | 'organisationLog'
  | 'enterpriseLog'
  | 'alerts'
  | 'grants'
  | 'authorizations'
  | 'installations'
  | 'deployKeys'
  | 'ownKeys'
  | 'server'
  | 'webhooks';

/**
 * What each part of reading needs, in the names that the manifest of an app uses. Source: permissions required for
 * GitHub Apps, and scopes of the REST reference (docs.github.com/en/rest).
 */
export const READING_NEEDS: Readonly<Record<Part, PartNeeds>> = {
  organisationLog: {
    part: 'Audit log of an organisation',
    plan: 'GitHub Enterprise (Cloud or Server)',
    needs: ['organization_administration: read'],
    instead: 'classic token of an owner with read:audit_log',
    without: 'no use of any token is seen but last-used stamps and webhooks',
  },
  enterpriseLog: {
    part: 'Audit log of an enterprise',
    plan: 'GitHub Enterprise (Cloud or Server)',
    needs: [],
    instead: 'classic token of an enterprise owner with read:audit_log (enterprise-token); closed to apps',
    without: 'events of the enterprise itself, and of organisations that are not named, are not seen',
  },
  alerts: {
    part: 'Alerts of secret scanning, with their locations',
    plan: 'public repositories: every plan; others: Secret Protection',
    needs: ['secret_scanning_alerts: read'],
    instead: 'classic token of an owner or security manager with security_events',
    without: 'leaked keys that GitHub finds are not seen',
  },
  grants: {
    part: 'Fine-grained tokens, what they may do and when they were used last',
    plan: '',
    needs: ['organization_personal_access_tokens: read'],
    instead: 'nothing: only an app may list them',
    without: 'fine-grained tokens and their last use are not listed',
  },
  authorizations: {
    part: 'Tokens and SSH keys authorised for single sign-on',
    plan: 'Enterprise Cloud with SAML',
    needs: ['organization_administration: read'],
    instead: 'classic token of an owner with read:org',
    without: 'classic tokens and SSH keys authorised for the organisation are not listed',
  },
  installations: {
    part: 'Installed apps and what they may do',
    plan: '',
    needs: ['organization_administration: read'],
    instead: 'classic token of an owner with read:org',
    without: 'installed apps are not listed',
  },
  deployKeys: {
    part: 'Deploy keys and their last use',
    plan: '',
    needs: ['administration: read', 'metadata: read'],
    instead: 'classic token of an administrator of the repository with repo, which is far too much',
    without: 'deploy keys and their last use are not listed',
  },
  ownKeys: {
    part: 'SSH keys of the user whose token reads',
    plan: '',
    needs: [],
    instead: 'classic token with read:public_key; an app has none',
    without: 'keys of that user are not listed',
  },
  server: {
    part: 'Tokens and SSH keys of an enterprise server',
    plan: 'Enterprise Server',
    needs: [],
    instead: 'classic token of a site administrator with site_admin',
    without: 'tokens and keys of users of the server are not listed',
  },
  webhooks: {
    part: 'Deliveries of webhooks',
    plan: '',
    needs: [],
    instead: 'the secret of the webhook; no permission',
    without: 'leaks and changes are known at the next poll only',
  },
};

const secrets = (part: string, need: string, scope: string): PartNeeds => ({
  part: `Delivers ${part}`,
  plan: '',
  needs: [`${need}: write`],
  instead: scope === '' ? 'closed to everything but an app' : `classic token with ${scope}`,
  without: 'a rotated key has to be put there by hand',
});

/** What delivering rotated keys needs beside the actions, which say it themselves. */
export const DELIVERY_NEEDS: readonly PartNeeds[] = [
  secrets('Actions secrets of an organisation', 'organization_secrets', 'admin:org'),
  secrets('Actions secrets of a repository', 'secrets', 'repo'),
  secrets('Actions secrets of an environment', 'environments', 'repo'),
  secrets('Dependabot secrets of an organisation', 'organization_dependabot_secrets', 'admin:org'),
  secrets('Dependabot secrets of a repository', 'dependabot_secrets', 'repo'),
  secrets('Codespaces secrets of a repository', 'codespaces_secrets', 'repo'),
  {
    part: 'Delivers Codespaces secrets of an organisation',
    plan: '',
    needs: [],
    instead: 'classic token with admin:org; closed to apps',
    without: 'a rotated key has to be put there by hand',
  },
];
