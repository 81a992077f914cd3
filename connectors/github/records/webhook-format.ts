import type { RecordFormat } from '../../../src/core/connector.ts';
import type { Json } from '../json.ts';
import { isObject } from '../json.ts';
import { looksLikeAlert } from './alert.ts';
import { sanitizeRecord } from './sanitize.ts';
import { normalizeWebhook, webhookRecord } from './webhook.ts';
import { TELLING } from './webhook-meanings.ts';

export const WEBHOOK_FORMAT_ID = 'github.webhook';

/** Deliveries of webhooks: as our receiver keeps them, `{event, payload}`, and bare payloads from files. */
export const WEBHOOK_FORMAT: RecordFormat = {
  id: WEBHOOK_FORMAT_ID,
  logsource: { product: 'github', service: 'webhook' },
  actionField: 'event',
  unwrap,
  normalize: normalizeWebhook,
  sanitize: sanitizeRecord,
  derived: {},
};

function unwrap(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const found = items.map(fromItem);
    return found.some((one) => one !== null) ? found.map((one, index) => one ?? items[index]) : null;
  }
  const record = fromItem(value);
  return record === null ? null : [record];
}

function fromItem(value: unknown): unknown {
  if (!isObject(value)) return null;
  if (webhookRecord(value) !== null && isDelivered(value['payload'])) return value;
  if (isPayload(value)) return { event: kindOf(value), delivery: '', payload: value };
  const { event } = value;
  return isObject(event) && isPayload(event) ? { event: kindOf(event), delivery: '', payload: event } : null;
}

/** Inside an envelope that names the kind, less has to be asked for. */
function isDelivered(payload: unknown): boolean {
  if (!isObject(payload)) return false;
  return (
    isPayload(payload) ||
    isObject(payload['sender']) ||
    isObject(payload['repository']) ||
    typeof payload['action'] === 'string'
  );
}

/** Every payload names where it happened; `action` or `ref` says what. */
function isPayload(value: unknown): boolean {
  if (!isObject(value)) return false;
  const where = ['repository', 'organization', 'sender', 'installation', 'enterprise', 'hook'].some((name) =>
    isObject(value[name]),
  );
  const what = ['action', 'ref', 'zen', 'alert', 'hook_id'].some((name) => value[name] !== undefined);
  return (where && what) || (isObject(value['alert']) && typeof value['action'] === 'string');
}

/** The kind of a payload that came without its header; '' when it cannot be told. */
function kindOf(payload: Json): string {
  if (looksLikeAlert(payload['alert'])) {
    return isObject(payload['location']) ? 'secret_scanning_alert_location' : 'secret_scanning_alert';
  }
  if (isObject(payload['key']) && 'read_only' in payload['key']) return 'deploy_key';
  if (payload['zen'] !== undefined) return 'ping';
  for (const [member, kind] of TELLING) if (payload[member] !== undefined) return kind;
  if (isObject(payload['membership']) && isObject(payload['organization'])) return 'organization';
  if (isObject(payload['member'])) return isObject(payload['team']) ? 'membership' : 'member';
  if (isObject(payload['installation']) && !isObject(payload['repository'])) return 'installation';
  return payload['ref'] === undefined ? '' : 'push';
}
