import { allowsAll, lastPart, letsInOutsiders, policyStatements } from '../checks/policy-document.ts';
import { originOf } from './address.ts';
import { reducesLogging } from './derived-logging.ts';
import { sharesOutside } from './derived-sharing.ts';
import { QUARANTINE_POLICY } from './notes.ts';
import { operationOf } from './operations.ts';
import { resultOf } from './outcome.ts';
import type { CloudTrailRecord } from './schema.ts';
import { accountOf, isObject, objectOf, textOf } from './schema.ts';
import { identityOf } from './user-identity.ts';

/** Fields that rules may use beside those of the record. Each is described in this folder's README. */
export const DERIVED: Readonly<Record<string, (record: unknown) => unknown>> = {
  'keywatch.outcome': (record) => resultOf(asRecord(record)).outcome,
  'keywatch.by_service': (record) => actedByService(asRecord(record)),
  'keywatch.target_is_caller': (record) => targetIsCaller(asRecord(record)),
  'keywatch.policy_allows_all': (record) => policyAllowsAll(asRecord(record)),
  'keywatch.trust_outside': (record) => trustsOutside(asRecord(record)),
  'keywatch.shared_outside': (record) => sharesOutside(asRecord(record)),
  'keywatch.logging_reduced': (record) => reducesLogging(asRecord(record)),
  'keywatch.quarantine_policy': (record) => quarantine(asRecord(record)),
};

function asRecord(value: unknown): CloudTrailRecord {
  return objectOf(value);
}

function actedByService(record: CloudTrailRecord): boolean {
  const identity = identityOf(record.userIdentity);
  return identity.actorKind === 'service' || originOf(textOf(record.sourceIPAddress), identity.invokedBy).via !== '';
}

/**
 * Whether a call about a user or role is about the caller itself: true, false, or undefined where
 * the record does not say. A missing `userName` means the caller, but refused calls log none either.
 */
function targetIsCaller(record: CloudTrailRecord): boolean | undefined {
  const { actor, actorKind } = identityOf(record.userIdentity);
  const parameters = record.requestParameters;
  if (actor === '' || record.eventSource !== 'iam.amazonaws.com') return undefined;
  if (!isObject(parameters)) return record.errorCode === undefined ? true : undefined;
  const user = textOf(parameters['userName']);
  if (user !== '') return (actorKind === 'user' || actorKind === 'federated') && lastPart(actor) === user;
  const role = textOf(parameters['roleName']);
  if (role !== '') return (actorKind === 'role' || actorKind === 'workload') && lastPart(actor) === role;
  return operationOf(record.eventSource, textOf(record.eventName)).traits.includes('credential-write')
    ? true
    : undefined;
}

function policyAllowsAll(record: CloudTrailRecord): boolean {
  const parameters = objectOf(record.requestParameters);
  if (/^arn:[a-z-]+:iam::aws:policy\/AdministratorAccess$/.test(textOf(parameters['policyArn']))) return true;
  return ['policyDocument', 'inlinePolicy'].some((name) => allowsAll(policyStatements(parameters[name])));
}

function trustsOutside(record: CloudTrailRecord): boolean {
  const parameters = objectOf(record.requestParameters);
  const name = record.eventName === 'UpdateAssumeRolePolicy' ? 'policyDocument' : 'assumeRolePolicyDocument';
  return letsInOutsiders(policyStatements(parameters[name]), accountOf(record));
}

/** Name of the quarantine policy that a call is about, else ''. */
function quarantine(record: CloudTrailRecord): string {
  const parameters = objectOf(record.requestParameters);
  const name = lastPart(parameters['policyArn']) || textOf(parameters['policyName']);
  return name.startsWith(QUARANTINE_POLICY) ? name : '';
}
