import type { SimulatedEndpoint } from '../account.ts';
import { refusal, type StripeAnswer } from '../answer.ts';
import { pageOf } from '../lists.ts';
import { missing, type Route, type StripeCall } from '../route.ts';

const ONE = /^\/v1\/webhook_endpoints\/(we_\w+)$/;
const ALL = /^\/v1\/webhook_endpoints$/;
/** More are refused (docs.stripe.com/webhooks). */
const MOST = 16;

/** Webhook endpoints: the signing secret is in the answer that makes one, and never again. */
export const ENDPOINT_ROUTES: readonly Route[] = [
  { method: 'GET', path: ALL, permission: 'webhook_read', answer: list },
  { method: 'POST', path: ALL, permission: 'webhook_write', answer: create },
  { method: 'GET', path: ONE, permission: 'webhook_read', answer: get },
  { method: 'POST', path: ONE, permission: 'webhook_write', answer: update },
  { method: 'DELETE', path: ONE, permission: 'webhook_write', answer: remove },
];

function list({ account, path, query }: StripeCall): StripeAnswer {
  return pageOf(account.endpoints.map(shown).toReversed(), query, path);
}

function create({ account, form, now }: StripeCall): StripeAnswer {
  const url = form.get('url') ?? '';
  const events = membersOf(form, 'enabled_events');
  if (url === '' || events.length === 0)
    return refusal(400, 'invalid_request_error', 'Missing required param.', 'parameter_missing');
  if (account.endpoints.length >= MOST)
    return refusal(400, 'invalid_request_error', `You have reached the maximum of ${MOST} webhook endpoints.`);
  const id = `we_made${account.endpoints.length + 1}at${Math.floor(now / 1000)}`;
  const made: SimulatedEndpoint = {
    id,
    url,
    created: Math.floor(now / 1000),
    status: 'enabled',
    enabled_events: events,
    api_version: form.get('api_version'),
    description: form.get('description'),
    metadata: metadataOf(form),
    application: form.get('connect') === 'true' ? account.application : null,
  };
  const secret = ['whsec', `${id.replace('_', '')}Sign${account.signingSecrets.size}`].join('_');
  account.endpoints.push(made);
  account.signingSecrets.set(id, secret);
  return { status: 200, body: { ...shown(made), secret } };
}

function get({ account }: StripeCall, id: string): StripeAnswer {
  const found = account.endpoints.find((one) => one.id === id);
  return found === undefined ? missing('webhook endpoint', id) : { status: 200, body: shown(found) };
}

function update({ account, form }: StripeCall, id: string): StripeAnswer {
  const at = account.endpoints.findIndex((one) => one.id === id);
  const found = account.endpoints[at];
  if (found === undefined) return missing('webhook endpoint', id);
  const disabled = form.get('disabled');
  const changed = disabled === null ? found : { ...found, status: disabled === 'true' ? 'disabled' : 'enabled' };
  account.endpoints[at] = changed;
  return { status: 200, body: shown(changed) };
}

function remove({ account }: StripeCall, id: string): StripeAnswer {
  const at = account.endpoints.findIndex((one) => one.id === id);
  if (at < 0) return missing('webhook endpoint', id);
  account.endpoints.splice(at, 1);
  account.signingSecrets.delete(id);
  return { status: 200, body: { id, object: 'webhook_endpoint', deleted: true } };
}

function shown(endpoint: SimulatedEndpoint): SimulatedEndpoint & { readonly object: string } {
  return { object: 'webhook_endpoint', ...endpoint };
}

/** `enabled_events[0]=...`, as the client writes lists. */
function membersOf(form: URLSearchParams, name: string): readonly string[] {
  return [...form].filter(([key]) => key.startsWith(`${name}[`)).map(([, value]) => value);
}

function metadataOf(form: URLSearchParams): Readonly<Record<string, string>> {
  const pairs = [...form].flatMap(([key, value]) => {
    const name = /^metadata\[(.+)\]$/.exec(key)?.[1];
    return name === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}
