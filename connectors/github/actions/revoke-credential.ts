import { createHash } from 'node:crypto';
import type { ActionDeclaration, ActionTarget } from '../../../src/core/action.ts';
import { hashedTarget, orgParams, tokenParams } from './token-target.ts';

/** As many as one request takes. */
export const MOST_REVOKED = 1_000;

export const revokeCredential: ActionDeclaration = {
  id: 'github.revoke-credential',
  title: 'Have GitHub revoke the leaked token',
  // Nothing reversible stops a token: this is the only thing that ends it everywhere.
  capability: 'contain',
  mode: 'gated',
  risk: 'irreversible',
  needs: ['secret_scanning_alerts: read (to find the token itself; the revocation is sent without any credential)'],
  order: 10,
  caution:
    'Cannot be undone, and GitHub mails the owner. Everything that uses the token stops. GitHub answers before it acts: the step is done once the token is refused. Works only where the token itself can be read, in an alert of secret scanning or under connectors.github.respond.known-tokens; 60 requests an hour and address.',
  target: (credential, { approach }) =>
    approach === 'cut' ? hashedTarget(credential, ['personal', 'oauth', 'app-user', 'unknown']) : null,
  join: { most: MOST_REVOKED, targets: joined },
  plan: (target) => {
    const { hash } = tokenParams(target);
    const org = orgParams(target);
    const [first = '', ...others] = hash.split(' ');
    const tokens = { sha256: others.length === 0 ? first : `${first} and ${String(others.length)} more` };
    return [
      { service: 'github', operation: 'GET /orgs/{org}/secret-scanning/alerts', params: org, effect: 'read' },
      { service: 'github', operation: 'POST /credentials/revoke', params: tokens, effect: 'write' },
      { service: 'github', operation: 'GET /user, as the token', params: tokens, effect: 'read' },
    ];
  },
};

/** Several in one request: there are few requests an hour. */
function joined(targets: readonly ActionTarget[]): ActionTarget {
  const [first] = targets;
  const hashes = targets.map((target) => tokenParams(target).hash).toSorted();
  const hash = hashes.join(' ');
  return {
    key: `tokens/${createHash('sha256').update(hash).digest('hex').slice(0, 16)}`,
    account: first?.account ?? '',
    label: `${String(targets.length)} tokens: ${targets.map(({ label }) => label).join(', ')}`.slice(0, 500),
    params: { hash, organization: first?.params['organization'] ?? '' },
  };
}
