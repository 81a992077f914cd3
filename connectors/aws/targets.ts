import type { OperationKind } from './records/operations.ts';
import type { CloudTrailRecord, Json } from './records/schema.ts';
import { isObject, listOf, objectOf, textOf } from './records/schema.ts';

const NONE: readonly string[] = Object.freeze([]);
/** Longest name kept; an ARN has at most 2,048 characters, sensible ones a tenth of that. */
const MAX_CHARS = 512;
const MAX_TARGETS = 100;

/**
 * Members of `requestParameters` that name what a call is about, most telling first. A member may
 * hold a text, a list of texts, or EC2's `{items:[{instanceId}]}`.
 */
const TELLING = [
  'secretId',
  'secretIdList',
  'accessKeyId',
  'serviceSpecificCredentialId',
  'names',
  'bucketName',
  'userName',
  'roleName',
  'groupName',
  'roleArn',
  'policyArn',
  'policyName',
  'trailName',
  'name',
  'functionName',
  'instanceId',
  'instancesSet',
  'snapshotId',
  'imageId',
  'volumeId',
  'dBSnapshotIdentifier',
  'dBInstanceIdentifier',
  'path',
  'keyId',
  'modelId',
  'detectorId',
  'logGroupName',
  'topicArn',
  'queueUrl',
  'tableName',
  'clusterName',
  'repositoryName',
  'groupId',
  'resourceArn',
  'resourceId',
  'arn',
];
const RANK: ReadonlyMap<string, number> = new Map(TELLING.map((name, index) => [name, index]));

/** Members that name a second thing beside the first: the policy that a user gets, the owner of a key. */
const SECOND: ReadonlyMap<string, string> = new Map([
  ['accessKeyId', 'userName'],
  ['userName', 'policyArn'],
  ['roleName', 'policyArn'],
  ['groupName', 'policyArn'],
]);
const SECOND_INLINE: ReadonlyMap<string, string> = new Map([
  ['userName', 'policyName'],
  ['roleName', 'policyName'],
  ['groupName', 'policyName'],
]);

/** Reads by parts of these services are about objects, not about the bucket alone. */
const OBJECTS = /^s3:(Get|Put|Delete|Copy|Head|Restore|Select)Object/;

/** What a call was done to; the first names it best. Empty when the record does not say. */
export function targetsOf(record: CloudTrailRecord, kind: OperationKind): readonly string[] {
  const parameters = record.requestParameters;
  if (isObject(parameters)) {
    const found = fromParameters(parameters, kind);
    if (found.length > 0) return found;
  }
  if (Array.isArray(record.resources)) return fromResources(record.resources);
  return fromEventData(record);
}

function fromParameters(parameters: Json, kind: OperationKind): readonly string[] {
  let best = '';
  let rank = TELLING.length;
  for (const name in parameters) {
    const found = RANK.get(name);
    if (found !== undefined && found < rank) {
      best = name;
      rank = found;
    }
  }
  if (best === '') return fromFilters(parameters, kind);
  const value = parameters[best];
  if (typeof value !== 'string') return names(value);
  if (value === '') return NONE;
  if (best === 'bucketName') return [objectName(value, parameters, kind)];
  const second = textOf(parameters[SECOND.get(best) ?? '']) || textOf(parameters[SECOND_INLINE.get(best) ?? '']);
  return second === '' ? [short(value)] : [short(value), short(second)];
}

/** `BatchGetSecretValue` may choose by filters instead of names. */
function fromFilters(parameters: Json, kind: OperationKind): readonly string[] {
  if (kind.key !== 'secretsmanager:BatchGetSecretValue') return NONE;
  return listOf(parameters['filters']).flatMap((filter) => names(objectOf(filter)['values']));
}

function objectName(bucket: string, parameters: Json, kind: OperationKind): string {
  const key = textOf(parameters['key']);
  return key !== '' && OBJECTS.test(kind.key) ? short(`${bucket}/${key}`) : short(bucket);
}

/** The texts of a list, or the identifying member of each of EC2's items. */
function names(value: unknown): readonly string[] {
  const items = isObject(value) ? listOf(value['items']) : listOf(value);
  const found: string[] = [];
  for (const item of items) {
    const name = typeof item === 'string' ? item : textOf(objectOf(item)['instanceId']);
    if (name !== '' && found.length < MAX_TARGETS) found.push(short(name));
  }
  return found;
}

function fromResources(resources: readonly unknown[]): readonly string[] {
  const arn = textOf(objectOf(resources[0])['ARN']);
  return arn === '' ? NONE : [short(arn)];
}

/** Service events name their subject in places of their own. */
function fromEventData(record: CloudTrailRecord): readonly string[] {
  if (record.eventType !== 'AwsServiceEvent') return NONE;
  const data = objectOf(record.additionalEventData);
  const details = objectOf(record.serviceEventDetails);
  const name = textOf(data['ARN']) || textOf(details['snapshotId']) || textOf(details['keyId']);
  return name === '' ? NONE : [short(name)];
}

function short(text: string): string {
  return text.length > MAX_CHARS ? text.slice(0, MAX_CHARS) : text;
}
