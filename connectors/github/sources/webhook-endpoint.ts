import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestHeaders, WebhookDeclaration } from '../../../src/core/connector.ts';
import type { Secret } from '../../../src/core/secret.ts';
import type { SecretRef } from '../../../src/core/secret-ref.ts';
import { isoTime } from '../../../src/core/time.ts';
import { isConfig } from '../config.ts';
import type { Json } from '../json.ts';
import { isObject, objectOf, textOf } from '../json.ts';
import type { WebhookRecord } from '../records/webhook.ts';
import { WEBHOOK_FORMAT_ID } from '../records/webhook-format.ts';
import { alertSourceOf } from './alert-scope.ts';

const KIND = /^[a-z_]{1,60}$/;
const GUID = /^[0-9a-zA-Z-]{8,64}$/;

/** Deliveries of GitHub: docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export const GITHUB_WEBHOOK: WebhookDeclaration = {
  path: '/hooks/github',
  secrets: secretsOf,
  verify,
  delivery(headers, body, { config, received }) {
    const event = headers['x-github-event'] ?? '';
    const guid = headers['x-github-delivery'] ?? '';
    if (!KIND.test(event)) return { skip: 'a delivery that does not say its kind' };
    if (!GUID.test(guid)) return { skip: 'a delivery without an id' };
    if (event === 'ping') return { skip: 'a test delivery' };
    const payload = payloadOf(headers, body);
    if (payload === null) return { skip: 'a delivery whose body is no JSON object' };
    const source = event.startsWith('secret_scanning_alert') ? pollingSource(payload, config) : null;
    const record: WebhookRecord = {
      event,
      delivery: guid.toLowerCase(),
      received_at: isoTime(received),
      ...(source === null ? {} : { polled: true }),
      payload,
    };
    const bytes = Buffer.from(JSON.stringify(record));
    const place = `webhook://github/${record.delivery}`;
    return { place, bytes, format: WEBHOOK_FORMAT_ID, ...(source === null ? {} : { announces: [source] }) };
  },
};

/** `sha256=` and the hex HMAC over the raw body. The older SHA-1 header is not enough. */
function verify(headers: RequestHeaders, body: Uint8Array, secret: Secret): boolean {
  const given = Buffer.from(headers['x-hub-signature-256'] ?? '');
  const wanted = Buffer.from(`sha256=${createHmac('sha256', secret.reveal()).update(body).digest('hex')}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** JSON by itself, or in the field `payload` of a form, as the settings of the webhook say. */
function payloadOf(headers: RequestHeaders, body: Uint8Array): Json | null {
  const text = Buffer.from(body).toString('utf8');
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  try {
    const payload: unknown = JSON.parse(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
    return isObject(payload) ? payload : null;
  } catch {
    return null;
  }
}

/** Deliveries do not show the secret itself; who reads the alert knows whose it is. */
function pollingSource(payload: Json, config: unknown): string | null {
  if (!isConfig(config)) return null;
  const repository = textOf(objectOf(payload['repository'])['full_name']);
  return alertSourceOf(config, repository, textOf(objectOf(payload['enterprise'])['slug']));
}

function secretsOf(config: unknown): readonly SecretRef[] {
  const secrets: unknown = isObject(config) ? config['webhookSecrets'] : [];
  return Array.isArray(secrets) ? secrets.filter(isReference) : [];
}

function isReference(value: unknown): value is SecretRef {
  return isObject(value) && value['kind'] === 'secret-ref' && typeof value['reference'] === 'string';
}
