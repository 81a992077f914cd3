import type { Normalized } from '../../../src/core/event.ts';
import { targetsOf } from '../targets.ts';
import { originOf } from './address.ts';
import { uniqueEventId } from './key-ids.ts';
import { mintedBy } from './minted.ts';
import { notesOf } from './notes.ts';
import type { OperationKind } from './operations.ts';
import { operationOf } from './operations.ts';
import { resultOf } from './outcome.ts';
import { recordTime } from './record-time.ts';
import type { CloudTrailRecord } from './schema.ts';
import { isObject, textOf } from './schema.ts';
import { NOTIFICATION, skipReason } from './skip.ts';
import { traitsOf, verbOf } from './traits.ts';
import type { Identity } from './user-identity.ts';
import { identityOf } from './user-identity.ts';

/** AWS cuts at 1 KB; other writers may not. */
const MAX_AGENT_CHARS = 1024;

/** One CloudTrail record as a usage event. Never throws; what it cannot read it names. */
export function normalizeCloudTrail(value: unknown): Normalized {
  if (!isObject(value)) return { kind: 'unparsed', reason: 'not a JSON object' };
  const record: CloudTrailRecord = value;
  const source = record.eventSource;
  const action = record.eventName;
  if (typeof source !== 'string' || source === '' || typeof action !== 'string' || action === '') {
    const reason = skipReason(value);
    return reason === null ? { kind: 'unparsed', reason: missing(source, action) } : { kind: 'skip', reason };
  }
  if (source.startsWith('aws:')) return { kind: 'skip', reason: NOTIFICATION };
  const time = recordTime(record.eventTime);
  if (time === null) return { kind: 'unparsed', reason: 'eventTime is missing or unreadable' };
  const identity = identityOf(record.userIdentity);
  return eventOf(record, time, operationOf(source, action), action, identity);
}

function eventOf(
  record: CloudTrailRecord,
  time: number,
  kind: OperationKind,
  action: string,
  identity: Identity,
): Normalized {
  const { outcome, errorCode } = resultOf(record);
  const { address, via } = originOf(textOf(record.sourceIPAddress), identity.invokedBy);
  const signIn = identity.credential === '' && kind.key === 'signin:ConsoleLogin';
  return {
    kind: 'event',
    event: {
      time,
      nativeId: uniqueEventId(textOf(record.eventID)),
      provider: 'aws',
      account: textOf(record.recipientAccountId) || identity.account,
      region: textOf(record.awsRegion),
      actorKind: identity.actorKind,
      actor: identity.actor,
      session: identity.session,
      credential: identity.credential,
      credentialKind: signIn ? 'password' : identity.credentialKind,
      address,
      agent: unwrapAgent(textOf(record.userAgent)),
      via,
      service: kind.service,
      action,
      verb: verbOf(kind, record),
      traits: traitsOf(kind, record),
      outcome,
      errorCode,
      targets: targetsOf(record, kind),
      minted: outcome === 'success' ? mintedBy(record, kind, identity) : [],
    },
    notes: notesOf(record, kind, identity),
  };
}

/** Some services log the agent in square brackets. */
function unwrapAgent(agent: string): string {
  const inner = agent.startsWith('[') && agent.endsWith(']') ? agent.slice(1, -1).trim() : agent;
  return inner.length > MAX_AGENT_CHARS ? inner.slice(0, MAX_AGENT_CHARS) : inner;
}

function missing(source: unknown, action: unknown): string {
  if (source !== undefined && typeof source !== 'string') return 'eventSource is not text';
  if (action !== undefined && typeof action !== 'string') return 'eventName is not text';
  return source === undefined || source === '' ? 'no eventSource' : 'no eventName';
}
