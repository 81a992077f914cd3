import type { Json } from '../json.ts';
import { isObject, textOf } from '../json.ts';

/** Members that only an audit record of GitHub has beside a dotted action. */
const MARKS = ['_document_id', '@timestamp', 'at_sign_timestamp', 'programmatic_access_type', 'hashed_token'];
/** Members that make it likely when an actor is named, too. */
const PLACES = ['org', 'org_id', 'repo', 'repository', 'business', 'user', 'data', 'created_at'];
const ACTION = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_.]*$/i;
/** What an enterprise server puts before the JSON of a record when it forwards its log. */
const SYSLOG = /github_audit(?:\[\d+\])?: (\{.*\})\s*$/s;

/**
 * The records inside one JSON value: a record, a list of them (API, export), one line of a stream, what
 * collectors wrap around it (`{event: …}`), or the log line of an enterprise server in `message`.
 * @returns null when the value is nobody's we know
 */
export function unwrapAudit(value: unknown): readonly unknown[] | null {
  if (!Array.isArray(value)) return fromItem(value);
  const items: readonly unknown[] = value;
  if (items.length > 0 && items.every(looksLikeAudit)) return items;
  let ours = false;
  const found: unknown[] = [];
  for (const item of items) {
    const inner = fromItem(item);
    if (inner !== null) ours = true;
    for (const record of inner ?? [item]) found.push(record);
  }
  return ours ? found : null;
}

function fromItem(value: unknown): readonly unknown[] | null {
  if (!isObject(value)) return null;
  if (looksLikeAudit(value)) return [value];
  const logged = loggedRecord(value);
  if (logged !== null) return [logged];
  const { event } = value;
  if (!isObject(event)) return null;
  if (looksLikeAudit(event)) return [event];
  const inner = loggedRecord(event);
  return inner === null ? null : [inner];
}

export function looksLikeAudit(value: unknown): boolean {
  if (!isObject(value) || typeof value['action'] !== 'string' || !ACTION.test(value['action'])) return false;
  if (MARKS.some((mark) => value[mark] !== undefined)) return true;
  return (value['actor'] !== undefined || value['actor_id'] !== undefined) && PLACES.some((name) => name in value);
}

function loggedRecord(value: Json): unknown {
  const text = SYSLOG.exec(textOf(value['message']))?.[1];
  if (text === undefined) return null;
  try {
    return JSON.parse(text);
  } catch {
    return value;
  }
}
