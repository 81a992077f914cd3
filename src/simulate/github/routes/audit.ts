import { listAudit } from '../audit/list.ts';
import { notFound } from '../fault.ts';
import { orgOf } from '../find.ts';
import type { Route } from '../request.ts';

/** Only with GitHub Enterprise; the enterprise's own log is closed to apps. */
export const AUDIT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/orgs/{org}/audit-log',
    needs: 'organization_administration:read',
    resource: 'audit_log',
    run: (request) => {
      const org = orgOf(request);
      if (org.enterprise === '') throw notFound();
      return listAudit(request.world, (entry) => entry.org === org.login, request.path, request.query);
    },
  },
  {
    method: 'GET',
    path: '/enterprises/{enterprise}/audit-log',
    needs: 'audit_log:read',
    resource: 'audit_log',
    run: ({ caller, params, path, query, world }) => {
      if (caller.kind !== 'token' || caller.token.kind !== 'classic') throw notFound();
      const { enterprise } = params;
      if (![...world.orgs.values()].some((org) => org.enterprise === enterprise)) throw notFound();
      return listAudit(world, (entry) => entry.enterprise === enterprise, path, query);
    },
  },
];
