import { refusal, type StripeAnswer } from './answer.ts';
import { isCreatedWithin, pageOf } from './lists.ts';
import { missing, type Route, type StripeCall } from './route.ts';
import { CONNECT_ROUTES } from './routes/connect.ts';
import { DESTINATION_ROUTES } from './routes/destinations.ts';
import { ENDPOINT_ROUTES } from './routes/endpoints.ts';
import { MANAGED_KEY_ROUTES } from './routes/managed-keys.ts';

const RETENTION = 30 * 86_400_000;

const ROUTES: readonly Route[] = [
  ...ENDPOINT_ROUTES,
  ...CONNECT_ROUTES,
  ...MANAGED_KEY_ROUTES,
  ...DESTINATION_ROUTES,
  { method: 'GET', path: /^\/v1\/account$/, permission: 'account_read', answer: ownAccount },
  {
    method: 'DELETE',
    path: /^\/v1\/ephemeral_keys\/(ephkey_\w+)$/,
    permission: 'ephemeral_key_write',
    answer: endEphemeralKey,
  },
  { method: 'GET', path: /^\/v1\/events$/, permission: 'event_read', answer: listEvents },
  { method: 'GET', path: /^\/v1\/events\/(evt_\w+)$/, permission: 'event_read', answer: getEvent },
  { method: 'GET', path: /^\/v1\/balance_settings$/, permission: 'balance_settings_read', answer: settings },
  { method: 'POST', path: /^\/v1\/balance_settings$/, permission: 'balance_settings_write', answer: updateSettings },
  { method: 'GET', path: /^\/v1\/payouts\/(po_\w+)$/, permission: 'payout_read', answer: getPayout },
  { method: 'POST', path: /^\/v1\/payouts\/(po_\w+)\/cancel$/, permission: 'payout_write', answer: cancelPayout },
  { method: 'GET', path: /^\/v2\/iam\/activity_logs$/, permission: 'activity_read', answer: listActivities },
];

/** Finds the route, checks the permission, answers. */
export function answerTo(call: StripeCall): StripeAnswer {
  for (const { answer, method, path, permission } of ROUTES) {
    const match = method === call.method ? path.exec(call.path) : null;
    if (match === null) continue;
    const isAllowed = call.permissions.includes('*') || call.permissions.includes(permission);
    if (isAllowed) return answer(call, match[1] ?? '');
    const words = `The provided key does not have the required permissions for this endpoint on account '${call.account.id}'. Having the '${permission}' permission would allow this request to continue.`;
    return refusal(403, 'invalid_request_error', words);
  }
  return refusal(404, 'invalid_request_error', `Unrecognized request URL (${call.method}: ${call.path}).`);
}

function ownAccount({ account }: StripeCall): StripeAnswer {
  return { status: 200, body: { id: account.id, object: 'account' } };
}

function endEphemeralKey({ account, now }: StripeCall, id: string): StripeAnswer {
  const at = account.ephemeralKeys.findIndex((one) => one.id === id && one.expires * 1000 > now);
  const found = account.ephemeralKeys[at];
  if (found === undefined) return missing('ephemeral key', id);
  account.ephemeralKeys.splice(at, 1);
  return { status: 200, body: { object: 'ephemeral_key', ...found } };
}

function listEvents({ account, now, path, query }: StripeCall): StripeAnswer {
  const shown = account.events
    .filter(({ record, visibleAt }) => visibleAt <= now && record.created * 1000 >= now - RETENTION)
    .map(({ record }) => record)
    .filter(({ created }) => isCreatedWithin(created, query))
    .toReversed()
    .toSorted((a, b) => b.created - a.created);
  return pageOf(shown, query, path);
}

function getEvent({ account }: StripeCall, id: string): StripeAnswer {
  const found = account.events.find(({ record }) => record.id === id);
  return found === undefined ? missing('event', id) : { status: 200, body: found.record };
}

function settings({ account }: StripeCall): StripeAnswer {
  const payouts = { schedule: { interval: account.schedule }, status: 'enabled' };
  return { status: 200, body: { object: 'balance_settings', payments: { payouts } } };
}

function updateSettings(call: StripeCall): StripeAnswer {
  call.account.schedule = call.form.get('payments[payouts][schedule][interval]') ?? call.account.schedule;
  return settings(call);
}

function getPayout({ account }: StripeCall, id: string): StripeAnswer {
  const found = account.payouts.find((one) => one.id === id);
  return found === undefined ? missing('payout', id) : { status: 200, body: { object: 'payout', ...found } };
}

function cancelPayout({ account }: StripeCall, id: string): StripeAnswer {
  const at = account.payouts.findIndex((one) => one.id === id);
  const found = account.payouts[at];
  if (found === undefined) return missing('payout', id);
  if (found.status !== 'pending') {
    return refusal(
      400,
      'invalid_request_error',
      'Payouts can only be canceled while they are pending.',
      'payout_not_cancelable',
    );
  }
  const changed = { ...found, status: 'canceled' };
  account.payouts[at] = changed;
  return { status: 200, body: { object: 'payout', ...changed } };
}

function listActivities({ account, query, version }: StripeCall): StripeAnswer {
  if (!version.endsWith('.preview')) return refusal(400, 'invalid_request_error', 'This API is in preview.');
  const start = Number(query.get('page') ?? 0);
  const limit = Number(query.get('limit') ?? 10);
  const all = account.activities.toReversed();
  const next = start + limit < all.length ? `/v2/iam/activity_logs?limit=${limit}&page=${start + limit}` : null;
  return { status: 200, body: { data: all.slice(start, start + limit), next_page_url: next, previous_page_url: null } };
}
