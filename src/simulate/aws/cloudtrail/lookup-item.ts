import { isObject, type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import { AwsFault } from '../fault.ts';
import type { CloudTrailRecord } from './record.ts';

export interface LookupAttribute {
  readonly key: string;
  readonly value: string;
}

const KEYS = new Set([
  'EventId',
  'EventName',
  'ReadOnly',
  'Username',
  'ResourceType',
  'ResourceName',
  'EventSource',
  'AccessKeyId',
]);

/** InvalidLookupAttributesException for unknown keys and for `ReadOnly` in other spellings than lower case. */
export function readAttribute(source: JsonObject): LookupAttribute {
  const key = textAt(source, 'AttributeKey') ?? '';
  const value = textAt(source, 'AttributeValue') ?? '';
  const bad = !KEYS.has(key) || (key === 'ReadOnly' && value !== 'true' && value !== 'false');
  if (bad) throw new AwsFault('InvalidLookupAttributesException', `Invalid lookup attribute ${key}.`);
  return { key, value };
}

/** A record as LookupEvents wraps it: capitals outside, the record itself as JSON text. */
export function lookupItem(record: CloudTrailRecord): JsonObject {
  const accessKeyId = textAt(objectAt(record, 'userIdentity'), 'accessKeyId');
  const username = usernameOf(record);
  return {
    EventId: textAt(record, 'eventID'),
    EventName: textAt(record, 'eventName'),
    ReadOnly: String(record['readOnly'] === true),
    ...(accessKeyId === undefined || accessKeyId === '' ? {} : { AccessKeyId: accessKeyId }),
    EventTime: Date.parse(textAt(record, 'eventTime') ?? '') / 1_000,
    EventSource: textAt(record, 'eventSource'),
    ...(username === undefined ? {} : { Username: username }),
    Resources: resourcesOf(record),
    CloudTrailEvent: JSON.stringify(record),
  };
}

export function matchesAttribute(record: CloudTrailRecord, { key, value }: LookupAttribute): boolean {
  switch (key) {
    case 'EventId':
      return record['eventID'] === value;
    case 'EventName':
      return record['eventName'] === value;
    case 'EventSource':
      return record['eventSource'] === value;
    case 'ReadOnly':
      return String(record['readOnly'] === true) === value;
    case 'Username':
      return usernameOf(record) === value;
    case 'AccessKeyId':
      return textAt(objectAt(record, 'userIdentity'), 'accessKeyId') === value;
    case 'ResourceType':
      return resourcesOf(record).some((resource) => resource['ResourceType'] === value);
    default:
      return resourcesOf(record).some((resource) => resource['ResourceName'] === value);
  }
}

/** The user's name, or the session name of a role; services have none. */
function usernameOf(record: CloudTrailRecord): string | undefined {
  const identity = objectAt(record, 'userIdentity');
  const type = textAt(identity, 'type');
  if (type === 'Root') return 'root';
  if (type === 'AssumedRole' || type === 'FederatedUser') return textAt(identity, 'principalId')?.split(':').at(-1);
  return textAt(identity, 'userName');
}

/** Parameters that name resources; for keys and sessions the answer does, which is how a session leads to its parent. */
const NAMED: readonly (readonly [field: string, type: string])[] = [
  ['userName', 'AWS::IAM::User'],
  ['roleName', 'AWS::IAM::Role'],
  ['policyArn', 'AWS::IAM::Policy'],
  ['accessKeyId', 'AWS::IAM::AccessKey'],
  ['bucketName', 'AWS::S3::Bucket'],
  ['secretId', 'AWS::SecretsManager::Secret'],
];

function resourcesOf(record: CloudTrailRecord): JsonObject[] {
  const request = objectAt(record, 'requestParameters');
  const response = objectAt(record, 'responseElements');
  const minted = [objectAt(response, 'credentials'), objectAt(response, 'accessKey')];
  const found: JsonObject[] = [];
  const add = (type: string, name: string | undefined): void => {
    if (name !== undefined && !found.some((one) => one['ResourceName'] === name)) {
      found.push({ ResourceType: type, ResourceName: name });
    }
  };
  for (const one of minted) add('AWS::IAM::AccessKey', textAt(one, 'accessKeyId'));
  for (const [field, type] of NAMED) add(type, textAt(request, field));
  for (const one of listAt(record, 'resources').filter(isObject)) {
    add(textAt(one, 'type') ?? 'Unknown', textAt(one, 'ARN'));
  }
  return found;
}
