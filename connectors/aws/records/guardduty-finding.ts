import type { Normalized, Note, Severity } from '../../../src/core/event.ts';
import { isKeyId } from './key-ids.ts';
import { recordTime } from './record-time.ts';
import type { Json } from './schema.ts';
import { isObject, objectOf, textOf } from './schema.ts';

/** Types that say that a secret left the place it was issued to. */
const EXFILTRATION = /(Instance|Resource)CredentialExfiltration|AttackSequence:IAM\/CompromisedCredentials/;

/** A finding in lower camel case, as in EventBridge and on the wire of the API. */
export function normalizeFinding(value: unknown): Normalized {
  if (!isObject(value)) return { kind: 'unparsed', reason: 'not a JSON object' };
  const service = objectOf(value['service']);
  const type = textOf(value['type']);
  const time = recordTime(value['updatedAt']) ?? recordTime(value['createdAt']);
  if (type === '') return { kind: 'unparsed', reason: 'a finding without a type' };
  if (time === null) return { kind: 'unparsed', reason: 'a finding without a time' };
  if (isSample(value, service)) return { kind: 'skip', reason: 'a sample finding of GuardDuty' };
  if (service['archived'] === true) return { kind: 'skip', reason: 'a GuardDuty finding that was archived' };
  const key = objectOf(objectOf(value['resource'])['accessKeyDetails']);
  const account = textOf(value['accountId']);
  const alias = isKeyId(textOf(key['accessKeyId'])) ? textOf(key['accessKeyId']) : '';
  const actor = actorOf(key, account, partitionOf(value));
  if (alias === '' && actor === '')
    return { kind: 'skip', reason: 'a GuardDuty finding about something else than a key' };
  const region = textOf(value['region']);
  return {
    kind: 'event',
    event: {
      time,
      nativeId: identityOf(value),
      provider: 'aws',
      account,
      region,
      actorKind: 'service',
      // The finding is about the key, not by it: its memory must not learn from this.
      actor: 'guardduty.amazonaws.com',
      session: '',
      credential: '',
      credentialKind: 'none',
      address: '',
      agent: '',
      via: '',
      service: 'guardduty',
      action: type,
      verb: 'unknown',
      traits: [],
      outcome: 'success',
      errorCode: '',
      targets: [alias === '' ? actor : alias],
      minted: [],
    },
    notes: notesOf(value, type, alias, actor),
  };
}

function notesOf(finding: Json, type: string, alias: string, actor: string): readonly Note[] {
  const title = textOf(finding['title']) || textOf(finding['description']) || type;
  const summary = title.slice(0, 500);
  const signal: Note = {
    kind: 'provider-signal',
    alias,
    actor,
    type,
    severity: severityOf(finding['severity']),
    summary,
  };
  if (!EXFILTRATION.test(type)) return [signal];
  return [signal, { kind: 'exposure', alias, actor, origin: 'guardduty', summary, place: '', public: false }];
}

/** GuardDuty counts from 1 to 10 (user guide, severity levels). */
function severityOf(value: unknown): Severity {
  const number = typeof value === 'number' ? value : 0;
  if (number >= 9) return 'critical';
  if (number >= 7) return 'high';
  return number >= 4 ? 'medium' : 'low';
}

function isSample(finding: Json, service: Json): boolean {
  return objectOf(service['additionalInfo'])['sample'] === true || textOf(finding['title']).startsWith('[SAMPLE]');
}

/** A finding is updated in place: each update is a record of its own. */
function identityOf(finding: Json): string {
  const id = textOf(finding['arn']) || textOf(finding['id']);
  return id === '' ? '' : `${id}@${textOf(finding['updatedAt'])}`;
}

function partitionOf(finding: Json): string {
  return textOf(finding['partition']) || 'aws';
}

function actorOf(key: Json, account: string, partition: string): string {
  const name = textOf(key['userName']);
  if (account === '') return '';
  switch (key['userType']) {
    case 'Root':
      return `arn:${partition}:iam::${account}:root`;
    case 'IAMUser':
      return name === '' ? '' : `arn:${partition}:iam::${account}:user/${name}`;
    case 'AssumedRole':
    case 'Role':
      return name === '' ? '' : `arn:${partition}:iam::${account}:role/${name}`;
    default:
      return '';
  }
}
