import { operationOf } from './operations.ts';
import type { CloudTrailRecord, Json } from './schema.ts';
import { isObject, listOf, objectOf, textOf } from './schema.ts';

/** Logs that go sooner than this are gone before anybody looks. */
const SHORT_DAYS = 7;

/**
 * True when a call makes the account record less, whether it succeeded or not: stops or deletes a
 * trail, narrows what it selects, moves its destination, or lets logs expire within a week.
 */
export function reducesLogging(record: CloudTrailRecord): boolean {
  const { key, verb } = operationOf(textOf(record.eventSource), textOf(record.eventName));
  const parameters = objectOf(record.requestParameters);
  switch (key) {
    case 'cloudtrail:PutEventSelectors':
      return narrows(parameters);
    case 'cloudtrail:UpdateTrail':
      return weakensTrail(parameters);
    case 'guardduty:UpdateDetector':
      return parameters['enable'] === false || parameters['enable'] === 'false';
    case 'logs:PutRetentionPolicy':
      return isShort(parameters['retentionInDays']);
    case 's3:PutBucketLifecycle':
    case 's3:PutBucketLifecycleConfiguration':
      return expiresSoon(parameters);
    default:
      return verb === 'disable-logging';
  }
}

function narrows(parameters: Json): boolean {
  const advanced = parameters['advancedEventSelectors'];
  if (Array.isArray(advanced) && advanced.length > 0) return !advanced.some(selectsAllManagement);
  const selectors = listOf(parameters['eventSelectors']).filter(isObject);
  return selectors.length === 0 || !selectors.some(isFull);
}

function isFull(selector: Json): boolean {
  const kinds = textOf(selector['readWriteType']) || 'All';
  const excluded = listOf(selector['excludeManagementEventSources']);
  return selector['includeManagementEvents'] !== false && kinds === 'All' && excluded.length === 0;
}

/** An advanced selector takes all management events when nothing beside the category narrows it. */
function selectsAllManagement(selector: unknown): boolean {
  const fields = listOf(objectOf(selector)['fieldSelectors']).filter(isObject);
  const category = fields.find((field) => field['field'] === 'eventCategory');
  return fields.length === 1 && listOf(objectOf(category)['equals']).includes('Management');
}

function weakensTrail(parameters: Json): boolean {
  const off = ['isMultiRegionTrail', 'includeGlobalServiceEvents', 'enableLogFileValidation', 'isOrganizationTrail'];
  return off.some((name) => parameters[name] === false) || textOf(parameters['s3BucketName']) !== '';
}

function expiresSoon(parameters: Json): boolean {
  const configuration = objectOf(parameters['LifecycleConfiguration']);
  const rules = configuration['Rule'] ?? configuration['Rules'];
  return (Array.isArray(rules) ? rules : [rules])
    .map((rule) => objectOf(objectOf(rule)['Expiration']))
    .some((expiration) => isShort(expiration['Days']));
}

function isShort(days: unknown): boolean {
  return (typeof days === 'number' || typeof days === 'string') && days !== '' && Number(days) <= SHORT_DAYS;
}
