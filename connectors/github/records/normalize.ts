import type { Normalized, Outcome, Trait, UsageEvent, Verb } from '../../../src/core/event.ts';
import type { Json } from '../json.ts';
import { fieldOf, isObject, textOf, wordIn } from '../json.ts';
import { targetsOf } from '../targets.ts';
import { apiRequestOf } from './api-request.ts';
import { accountOf, countryOf, identityOf } from './identity.ts';
import { mintedBy } from './minted.ts';
import { DENIED } from './operation-tables.ts';
import { operationOf, verbOfType } from './operations.ts';
import { firstTime } from './record-time.ts';
import { cleanText } from './sanitize.ts';

const MAX_AGENT_CHARS = 1024;
const NO_TRAITS: readonly Trait[] = Object.freeze([]);

/** One record of the audit log as a usage event. Never throws; what it cannot read it names. */
export function normalizeAudit(value: unknown): Normalized {
  if (!isObject(value)) return { kind: 'unparsed', reason: 'not a JSON object' };
  const action = textOf(value['action']);
  if (action === '') return { kind: 'unparsed', reason: 'an audit record without an action' };
  const time = firstTime(
    value['@timestamp'],
    value['at_sign_timestamp'],
    fieldOf(value, 'created_at'),
    value['p_event_time'],
  );
  if (time === null) return { kind: 'unparsed', reason: 'an audit record without a time' };
  return { kind: 'event', event: eventOf(value, action, time), notes: [] };
}

interface Doing {
  readonly verb: Verb;
  readonly traits: readonly Trait[];
  readonly outcome: Outcome;
  readonly errorCode: string;
  readonly action: string;
  readonly targets: readonly string[];
}

function eventOf(record: Json, action: string, time: number): UsageEvent {
  const kind = operationOf(action);
  const doing = action === 'api.request' ? apiDoing(record) : auditDoing(record, action);
  return {
    time,
    nativeId: documentId(record),
    provider: 'github',
    account: accountOf(record),
    region: countryOf(record),
    ...identityOf(record),
    session: '',
    address: wordIn(record, 'actor_ip'),
    // Whoever calls writes it, by accident with a token in it.
    agent: cleanText(wordIn(record, 'user_agent')).slice(0, MAX_AGENT_CHARS),
    via: '',
    service: kind.service,
    ...doing,
    minted: doing.outcome === 'success' ? mintedBy(record, action) : [],
  };
}

function apiDoing(record: Json): Doing {
  const { route, ...request } = apiRequestOf(record);
  const target = wordIn(record, 'repo') || wordIn(record, 'url_path');
  return {
    ...request,
    action: cleanText(`api.request ${route}`.trim()),
    targets: target === '' ? [] : [cleanText(target)],
  };
}

function auditDoing(record: Json, action: string): Doing {
  const kind = operationOf(action);
  const verb = kind.verb === 'unknown' ? verbOfType(wordIn(record, 'operation_type')) : kind.verb;
  const denied = DENIED.has(action);
  return {
    verb,
    traits: isPublicCopy(record, kind.traits) ? NO_TRAITS : kind.traits,
    outcome: denied ? 'denied' : 'success',
    errorCode: '',
    action,
    targets: targetsOf(record, action, kind.service).map(cleanText),
  };
}

/** Taking what anybody can take is no theft. */
function isPublicCopy(record: Json, traits: readonly Trait[]): boolean {
  if (!traits.includes('clone')) return false;
  const isPublic = fieldOf(record, 'repository_public') ?? fieldOf(record, 'public_repo');
  return isPublic === true || isPublic === 'true' || wordIn(record, 'visibility') === 'public';
}

/** Some writers pad it: the same event has one id. */
function documentId(record: Json): string {
  return wordIn(record, '_document_id').replace(/=+$/, '');
}
