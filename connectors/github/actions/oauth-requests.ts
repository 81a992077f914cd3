import type { ActionTarget, PlannedRequest } from '../../../src/core/action.ts';
import { orgParams, tokenParams } from './token-target.ts';

export const CLIENT_NEEDS: readonly string[] = [
  'client id and client secret of the app (connectors.github.respond.oauth-apps)',
  'secret_scanning_alerts: read (to find the token itself), or known-tokens',
];

/** What is asked before the owner of an OAuth app does something to one of its tokens. */
export function oauthRequests(target: ActionTarget, write: string): readonly PlannedRequest[] {
  const { hash } = tokenParams(target);
  const org = orgParams(target);
  const token = { sha256: hash };
  return [
    { service: 'github', operation: 'GET /orgs/{org}/secret-scanning/alerts', params: org, effect: 'read' },
    { service: 'github', operation: 'POST /applications/{client_id}/token', params: token, effect: 'read' },
    { service: 'github', operation: write, params: token, effect: 'write' },
  ];
}
