import type { ActionDeclaration } from '../../../src/core/action.ts';

interface Change {
  /** What a person has to do about it, after `In <account>:`. */
  readonly todo: string;
  /** Page of the settings, below the organisation's or the repository's. */
  readonly page: string;
}

const CLIENT_SECRET: Change = {
  todo: 'remove the client secret that was made, and every other one that nobody knows',
  page: 'applications',
};
const MEMBER: Change = {
  todo: 'look whether the member or the role is known, and take it away if not',
  page: 'member_privileges',
};
const SCANNING: Change = { todo: 'switch secret scanning and push protection on again', page: 'security_analysis' };
const BRANCH: Change = { todo: 'put branch protection and rule sets back as they were', page: 'rules' };

/** What an intruder leaves behind, by the action of the log; no request puts these back without knowing how they were. */
const CHANGES: Readonly<Record<string, Change>> = {
  'oauth_application.generate_client_secret': CLIENT_SECRET,
  'oauth_application.reset_secret': CLIENT_SECRET,
  'integration.generate_client_secret': CLIENT_SECRET,
  'integration_installation.create': {
    todo: 'suspend or uninstall the app, unless it is known',
    page: 'installations',
  },
  'repo.access': { todo: 'make the repository private again, and count what was in it as leaked', page: '' },
  'org.add_member': MEMBER,
  'org.update_member': MEMBER,
  'repo.add_member': MEMBER,
  'org.disable_two_factor_requirement': { todo: 'demand a second factor again', page: 'security' },
  'ip_allow_list.disable': { todo: 'switch the list of allowed addresses on again', page: 'security' },
  'secret_scanning.disable': SCANNING,
  'repository_secret_scanning.disable': SCANNING,
  'repository_secret_scanning_push_protection.disable': SCANNING,
  'protected_branch.destroy': BRANCH,
  'repository_ruleset.destroy': BRANCH,
  'ssh_certificate_authority.create': {
    todo: 'delete the certificate authority, unless it is known',
    page: 'security',
  },
};

export const putBack: ActionDeclaration = {
  id: 'github.put-back',
  title: 'Put back what was changed',
  capability: 'restore',
  mode: 'guided',
  risk: 'harmless',
  needs: [],
  order: 20,
  caution: 'Until then what was changed goes on working for whoever changed it, however dead the credential is.',
  target: ({ account, provider }, { event }) => {
    const change = event?.outcome === 'success' && event.provider === 'github' ? CHANGES[event.action] : undefined;
    if (event === undefined || change === undefined || provider !== 'github') return null;
    const where = event.target === '' ? account : event.target;
    return {
      key: `${event.action}/${where}`,
      account,
      label: `${event.action} of ${where} by ${event.actor === '' ? 'somebody' : event.actor}`,
      params: { todo: change.todo, page: change.page, where, organization: account },
    };
  },
  plan: () => [],
  guide: ({ label, params }) => {
    const { organization = '', page = '', todo = '', where = '' } = params;
    const owner = /^[\w.-]+\/[\w.-]+$/.test(where) ? where : `organizations/${encodeURIComponent(organization)}`;
    return {
      link: `https://github.com/${owner}/settings${page === '' ? '' : `/${page}`}`,
      steps: [`An owner of ${organization} looks at ${label}.`, `${todo.charAt(0).toUpperCase()}${todo.slice(1)}.`],
    };
  },
};
