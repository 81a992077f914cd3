import { alertView } from './alert-view.ts';
import { record } from './audit/record.ts';
import type { LeakInput } from './inputs.ts';
import type { Alert } from './model.ts';
import { announce } from './webhooks.ts';
import type { World } from './world.ts';

const NOBODY = { ip: '192.0.2.1', agent: '', country: '' };

/** Secret scanning finds a secret: an alert, an event and deliveries of webhooks. The literal is in the alert alone. */
export function leak(world: World, input: LeakInput): Alert {
  const repo = world.repos.get(input.repo);
  const org = repo === undefined ? undefined : world.orgs.get(repo.owner);
  if (repo === undefined || org === undefined)
    throw new Error(`no simulated repository ${input.repo} in an organisation`);
  const now = world.clock.now();
  const elsewhere = [...world.repos.values()].some(({ alerts }) =>
    alerts.some(({ secret }) => secret === input.secret),
  );
  const commit = world.random.bytes(20).toString('hex');
  const alert: Alert = {
    number: repo.alerts.length + 1,
    secretType: input.type,
    title: input.title,
    secret: input.secret,
    createdAt: now,
    updatedAt: now,
    locations: [input.path, ...(input.also ?? [])].map((path) => ({ path, line: input.line ?? 1, commit })),
    state: 'open',
    resolution: null,
    comment: null,
    resolvedAt: null,
    validity: input.validity ?? 'unknown',
    publiclyLeaked: !repo.isPrivate,
    multiRepo: elsewhere,
  };
  repo.alerts.push(alert);
  const fields = {
    number: alert.number,
    secret_type: alert.secretType,
    secret_type_display_name: alert.title,
    publicly_leaked: alert.publiclyLeaked,
    multi_repo: alert.multiRepo,
  };
  record(world, {
    action: 'secret_scanning_alert.create',
    org,
    repo,
    caller: { kind: 'anonymous' },
    origin: NOBODY,
    fields,
  });
  const { state: _state, ...shown } = alertView(world, repo, alert, { hidden: true, repository: false });
  announce(world, org, repo, 'secret_scanning_alert', { action: 'created', alert: shown });
  return alert;
}
