import type { Normalized, Note, Severity } from '../../../src/core/event.ts';
import type { Millis } from '../../../src/core/time.ts';
import { isKeyId } from './key-ids.ts';
import { recordTime } from './record-time.ts';
import type { Json } from './schema.ts';
import { isObject, listOf, objectOf, textOf } from './schema.ts';

/** Codes about credentials, see GitHub aws/aws-health-tools: EXPOSED, EXPOSURE_SUSPECTED, COMPROMISED, QUARANTINE. */
const RISK = /^AWS_RISK_(CREDENTIALS|IAM)_/;

/**
 * A Health event as EventBridge delivers it in `detail`, with `account` of the envelope beside it.
 * Our own source writes the same shape.
 */
export function normalizeHealth(value: unknown): Normalized {
  if (!isObject(value)) return { kind: 'unparsed', reason: 'not a JSON object' };
  const code = textOf(value['eventTypeCode']);
  if (code === '') return { kind: 'unparsed', reason: 'a Health event without a code' };
  if (!RISK.test(code)) return { kind: 'skip', reason: 'a Health event about something else than a key' };
  const time = healthTime(value['lastUpdatedTime']) ?? healthTime(value['startTime']) ?? healthTime(value['time']);
  if (time === null) return { kind: 'unparsed', reason: 'a Health event without a time' };
  const account = textOf(value['affectedAccount']) || textOf(value['account']);
  const metadata = objectOf(value['eventMetadata']);
  const keys = keysOf(value, metadata);
  const user = textOf(metadata['userName']);
  const actor = user === '' || account === '' ? '' : `arn:aws:iam::${account}:user/${user}`;
  const arn = textOf(value['eventArn']);
  return {
    kind: 'event',
    event: {
      time,
      nativeId: arn === '' ? '' : `${arn}@${time}`,
      provider: 'aws',
      account,
      region: textOf(value['eventRegion']) || textOf(value['region']),
      actorKind: 'service',
      actor: 'health.amazonaws.com',
      session: '',
      credential: '',
      credentialKind: 'none',
      address: '',
      agent: '',
      via: '',
      service: 'health',
      action: code,
      verb: 'unknown',
      traits: [],
      outcome: 'success',
      errorCode: '',
      targets: keys.length > 0 ? keys : [actor].filter((one) => one !== ''),
      minted: [],
    },
    notes: (keys.length > 0 ? keys : ['']).flatMap((alias) => notesOf(code, alias, actor, metadata)),
  };
}

function notesOf(code: string, alias: string, actor: string, metadata: Json): readonly Note[] {
  const summary = `AWS Health reports ${code
    .replace(/^AWS_RISK_/, '')
    .replaceAll('_', ' ')
    .toLowerCase()}`;
  const exposure: Note = {
    kind: 'exposure',
    alias,
    actor,
    origin: code.includes('QUARANTINE') ? 'provider-quarantine' : 'aws-health',
    summary,
    place: textOf(metadata['exposedUrl']),
    public: code.includes('EXPOS'),
  };
  if (!code.includes('COMPROMIS')) return [exposure];
  const severity: Severity = code.includes('SUSPECTED') ? 'high' : 'critical';
  return [exposure, { kind: 'provider-signal', alias, actor, type: code, severity, summary }];
}

/** Key ids among the affected entities and in the metadata. */
function keysOf(event: Json, metadata: Json): readonly string[] {
  const entities = listOf(event['affectedEntities']).map((entity) => textOf(objectOf(entity)['entityValue']));
  return [...new Set([...entities, textOf(metadata['publicKey'])])].filter(isKeyId);
}

/** Health writes `Thu, 1 Nov 2018 22:00:00 GMT`. */
function healthTime(value: unknown): Millis | null {
  const known = recordTime(value);
  if (known !== null || typeof value !== 'string' || !value.endsWith('GMT')) return known;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? null : recordTime(parsed);
}
