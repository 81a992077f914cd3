import type { SimulatedAccount, SimulatedKey } from '../account.ts';
import { refusal, type StripeAnswer } from '../answer.ts';
import { missing, type Route, type StripeCall } from '../route.ts';

const ONE = /^\/v2\/iam\/api_keys\/(mk_\w+)$/;
/** As observed with the preview: the answer comes at once, the key is taken for some seconds more. */
const EXPIRY_SPREADS = 9_000;
const NARROWING_SPREADS = 1_000;

/** Keys that an approved app manages, in preview. Answers hold every secret in clear, as observed in test mode. */
export const MANAGED_KEY_ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/v2\/iam\/api_keys$/, permission: 'api_key_read', answer: preview(list) },
  { method: 'GET', path: ONE, permission: 'api_key_read', answer: preview(get) },
  { method: 'POST', path: ONE, permission: 'api_key_write', answer: preview(update) },
  {
    method: 'POST',
    path: /^\/v2\/iam\/api_keys\/(mk_\w+)\/expire$/,
    permission: 'api_key_write',
    answer: preview(expire),
  },
];

function preview(answer: Route['answer']): Route['answer'] {
  return (call, id) =>
    call.version.endsWith('.preview')
      ? answer(call, id)
      : refusal(400, 'invalid_request_error', 'This API is in preview.');
}

function list({ account, now, query }: StripeCall): StripeAnswer {
  const all = account.keys.filter((key) => key.id !== undefined);
  const data = all.filter((key) => query.get('include_expired') === 'true' || !isOver(key, now));
  return { status: 200, body: { data: data.map((key) => shown(key, now)), next_page_url: null } };
}

function get({ account, now }: StripeCall, id: string): StripeAnswer {
  const key = account.keys.find((one) => one.id === id);
  return key === undefined ? missing('api key', id) : { status: 200, body: shown(key, now) };
}

function update(call: StripeCall, id: string): StripeAnswer {
  const permissions = Array.isArray(call.json['permissions']) ? call.json['permissions'].map(String) : [];
  return change(call, id, (key) =>
    // An empty list is taken for none given.
    permissions.length === 0
      ? key
      : { ...key, permissions, permissionsBefore: key.permissions, narrowsAt: call.now + NARROWING_SPREADS },
  );
}

function expire(call: StripeCall, id: string): StripeAnswer {
  return change(call, id, (key) =>
    key.diesAt === null ? { ...key, diesAt: call.now + EXPIRY_SPREADS, expiredAt: call.now } : key,
  );
}

function change(call: StripeCall, id: string, make: (key: SimulatedKey) => SimulatedKey): StripeAnswer {
  const { account } = call;
  const at = account.keys.findIndex((one) => one.id === id);
  const key = account.keys[at];
  if (key === undefined) return missing('api key', id);
  account.keys[at] = make(key);
  return get(call, id);
}

function isOver({ diesAt, expiredAt }: SimulatedKey, now: number): boolean {
  return (expiredAt ?? diesAt ?? Number.POSITIVE_INFINITY) <= now;
}

function shown(key: SimulatedKey, now: number): object {
  const end = key.expiredAt ?? key.diesAt;
  return {
    id: key.id,
    object: 'v2.iam.api_key',
    name: key.name ?? null,
    type: 'secret_key',
    status: isOver(key, now) ? 'expired' : 'active',
    expires_at: end === null || end === undefined ? null : new Date(end).toISOString(),
    permissions: key.permissions,
    secret_key: { token: key.secret },
  };
}

/** What the key may do at this moment: a change takes a while to spread. */
export function permissionsOf(key: SimulatedKey, now: number): SimulatedAccount['keys'][number]['permissions'] {
  return key.permissionsBefore !== undefined && now < (key.narrowsAt ?? 0) ? key.permissionsBefore : key.permissions;
}
